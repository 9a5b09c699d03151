// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString> // with it, byte arrays can be joined

/// Every name that our programs use on the bus. Other programs rely on them. The channel of ticks and the channels that
/// are listened to are settings (REDIS_MARKET_TICK_CHANNEL, REDIS_PATTERN_CHANNELS), whose defaults are these names.
namespace tickstock {

// Channels.

inline const QByteArray DefaultTickChannel = QByteArrayLiteral("tickstock:market:ticks");
/// Every tick once more, whatever the channel of ticks is called.
inline const QByteArray RawTickChannel = QByteArrayLiteral("tickstock.data.raw");
/// Closed minutes.
inline const QByteArray MinuteChannel = QByteArrayLiteral("tickstock_data");
/// Confirmed events.
inline const QByteArray PatternChannel = QByteArrayLiteral("tickstock_patterns");
inline const QByteArray PatternEventChannel = QByteArrayLiteral("tickstock.events.patterns");
/// Events of every state, and the pattern under which anybody's are found.
inline const QByteArray StreamingChannel = QByteArrayLiteral("tickstock:patterns:streaming");
inline const QByteArray AnyStreamingChannel = QByteArrayLiteral("tickstock:patterns:*");
inline const QByteArray IndicatorPrefix = QByteArrayLiteral("tickstock:indicators:");
inline const QByteArray IndicatorChannel = QByteArrayLiteral("tickstock:indicators:streaming");
inline const QByteArray AnyIndicatorChannel = QByteArrayLiteral("tickstock:indicators:*");

// Inside of this program only, on a bus that no other program can read: none of this goes to Redis.

inline const QByteArray QuoteChannel = QByteArrayLiteral("quotes");
inline const QByteArray HaltChannel = QByteArrayLiteral("halts");
inline const QByteArray PrintChannel = QByteArrayLiteral("prints");

// Keys that vanish soon after the program that sets them.

inline const QByteArray IngestAliveKey = QByteArrayLiteral("tickstock:ingest:alive");
inline const QByteArray ScannerAliveKey = QByteArrayLiteral("tickstock:scanner:alive");

// Streams of ticks, and how scan workers share them.

inline const QByteArray StreamPrefix = QByteArrayLiteral("tickstock:stream:ticks:");
inline QByteArray streamKey(int shard)
{
    return StreamPrefix + QByteArray::number(shard);
}
/// Holds how many streams there are.
inline const QByteArray StreamCountKey = QByteArrayLiteral("tickstock:stream:shards");
inline const QByteArray ScanWorkersKey = QByteArrayLiteral("tickstock:scan:workers");
inline const QByteArray ScanLeasePrefix = QByteArrayLiteral("tickstock:scan:lease:");
inline const QByteArray ScanFencePrefix = QByteArrayLiteral("tickstock:scan:fence:");
/// By day: the events that scan workers have published.
inline const QByteArray ScanEventsPrefix = QByteArrayLiteral("tickstock:scan:events:");
/// The indicators that have been published on this day.
inline const QByteArray ScanIndicatorsPrefix = QByteArrayLiteral("tickstock:scan:indicators:");

} // namespace tickstock
