// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/patternfile.h"

#include "core/types/wholefile.h"

#include <QFileInfo>

namespace tickstock {

namespace {

constexpr qint64 LargestFile = 1 << 20;

} // namespace

PatternFile::PatternFile(QString name)
    : m_name(std::move(name))
{
}

std::optional<PatternSettings> PatternFile::read(QStringList &problems) const
{
    if (m_name.isEmpty() || !QFileInfo::exists(m_name))
        return std::nullopt;
    std::optional<PatternSettings> result;
    QStringList found;
    if (const auto json = readWholeFile(m_name, LargestFile); !json)
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
    if (const auto written = writeWholeFile(m_name, settings.toJson()); !written)
        return Error{ErrorCode::BadInput, m_name + QStringLiteral(": ") + written.error().detail};
    return success();
}

} // namespace tickstock
