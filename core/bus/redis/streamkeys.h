// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

/// Where the streams of ticks lie on the server.
namespace tickstock {

inline const QByteArray StreamPrefix = QByteArrayLiteral("tickstock:stream:ticks:");

inline QByteArray streamKey(int shard)
{
    return StreamPrefix + QByteArray::number(shard);
}
/// Holds how many streams there are.
inline QByteArray streamCountKey()
{
    return QByteArrayLiteral("tickstock:stream:shards");
}

} // namespace tickstock
