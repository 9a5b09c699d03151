// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMetaType>
#include <QString>
#include <QUuid>

#include <optional>

namespace tickstock {

enum class Direction { Long, Short, Neutral };
QString toText(Direction direction);

enum class EventState {
    Forming,   ///< seen on a bar that still runs
    Confirmed, ///< seen on a closed bar
    Withdrawn  ///< a correction, or the bar's end, took it back
};
QString toText(EventState state);

/// A pattern on a bar, ours or another program's. A value.
struct PatternEvent
{
    QString pattern; ///< "Hammer", "Day1Breakout"
    QString symbol;
    Timestamp barStart; ///< of the bar that completed the pattern
    Timeframe timeframe = Timeframe::Min1;
    Direction direction = Direction::Neutral;
    EventState state = EventState::Confirmed;
    double confidence = 0.5; ///< 0 to 1; a rank, not a probability
    double price = NoValue;  ///< US dollars, the bar's close
    QString origin;          ///< which program found it
    QUuid id;
    bool isRepeated = false; ///< has been confirmed, and withdrawn, before: not raised again for those who trade on it
    QJsonObject details;     ///< rule-specific numbers, and whatever else a foreign event carried

    /// UUIDv5 over pattern, symbol, timeframe, bar start and direction: the same event has the same id everywhere.
    QUuid computedId() const;
};

/// The JSON of the event channels. `timestamp` is ISO 8601 in UTC, `event_id` a UUID.
QByteArray toJson(const PatternEvent &event);
/// Nothing when the text is not JSON, or pattern, symbol, timestamp, timeframe or direction are missing or unknown, or
/// state or confidence (0 to 1) are there and unknown. A timestamp without a zone is UTC.
/// Unknown fields are kept in details; "bullish" and "bearish" are understood.
std::optional<PatternEvent> patternEventFromJson(const QByteArray &json);

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::PatternEvent)
