// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/patternfile.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace tickstock {

namespace {

constexpr qint64 LargestFile = 1 << 20;

} // namespace

PatternFile::PatternFile(QString name)
    : m_name(std::move(name))
{
}

Expected<QByteArray> PatternFile::content() const
{
    QFile file(m_name);
    if (!QFileInfo(file).isFile() || file.size() > LargestFile) // a pipe would be waited for
        return Error{ErrorCode::BadInput, QStringLiteral("that is not such a file")};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::BadInput, file.errorString()};
    return file.readAll();
}

std::optional<PatternSettings> PatternFile::read(QStringList &problems) const
{
    if (m_name.isEmpty() || !QFileInfo::exists(m_name))
        return std::nullopt;
    std::optional<PatternSettings> result;
    QStringList found;
    if (const auto json = content(); !json)
        found.append(json.error().detail);
    else if (const auto settings = PatternSettings::fromJson(*json, &found))
        result = *settings;
    else
        found.append(settings.error().detail);
    for (const QString &problem : std::as_const(found))
        problems.append(m_name + QStringLiteral(": ") + problem);
    return result;
}

Outcome PatternFile::write(const PatternSettings &settings) const
{
    if (m_name.isEmpty())
        return success();
    QSaveFile file(m_name);
    if (file.open(QIODevice::WriteOnly) && file.write(settings.toJson()) >= 0 && file.commit())
        return success();
    return Error{ErrorCode::BadInput, m_name + QStringLiteral(": ") + file.errorString()};
}

} // namespace tickstock
