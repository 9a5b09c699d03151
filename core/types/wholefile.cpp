// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/wholefile.h"

#include <QFileInfo>
#include <QSaveFile>

namespace tickstock {

Expected<QByteArray> readWholeFile(const QString &name, qint64 largest)
{
    const QFileInfo info(name);
    if (!info.exists())
        return Error{ErrorCode::NotFound, QStringLiteral("there is no such file")};
    if (!info.isFile()) // reading a pipe would wait for its writer
        return Error{ErrorCode::Io, QStringLiteral("it is not a file")};
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, file.errorString()};
    QByteArray content = file.read(largest + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, file.errorString()};
    if (content.size() > largest)
        return Error{ErrorCode::BadInput, QStringLiteral("it is too large")};
    return content;
}

Outcome writeWholeFile(const QString &name, const QByteArray &content)
{
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return Error{ErrorCode::Io, file.errorString()};
    return success();
}

QString copyAside(const QString &name)
{
    constexpr int MostCopies = 20;
    if (!QFileInfo(name).isFile()) // a pipe would be waited for
        return {};
    for (int i = 1; i <= MostCopies; ++i) {
        QString aside = QStringLiteral("%1.unreadable-%2").arg(name).arg(i);
        if (QFile::copy(name, aside)) // which never replaces a file
            return aside;
    }
    return {};
}

} // namespace tickstock
