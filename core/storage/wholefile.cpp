// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/wholefile.h"

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

} // namespace tickstock
