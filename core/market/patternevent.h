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

/// A pattern on a bar, found by this program or another one. A value.
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
    bool isRepeated = false; ///< had been confirmed and withdrawn before: a reader that trades on events ignores it
    QJsonObject details;     ///< numbers of the rule, and the further fields of another program's event

    /// UUIDv5 over pattern, symbol, timeframe, bar start and direction: the same event has the same id everywhere.
    QUuid computedId() const;
};

/// The JSON of the event channels. `timestamp` is ISO 8601 in UTC, `event_id` a UUID.
QByteArray toJson(const PatternEvent &event);
/// Nothing when the text is not JSON; when pattern, symbol, timestamp, timeframe or direction is missing or invalid; or
/// when state or confidence is present and invalid. A timestamp without a zone is UTC. Other fields are kept in
/// details. "bullish" and "bearish" are accepted as directions.
std::optional<PatternEvent> patternEventFromJson(const QByteArray &json);

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::PatternEvent)
