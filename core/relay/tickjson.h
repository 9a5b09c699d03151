// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace tickstock {

/// The message of the tick channels and streams (README, "Redis"). A value.
struct TickMessage
{
    QString symbol;
    TickKind kind = TickKind::SecondBar;
    Timestamp start;
    double open = 0, high = 0, low = 0, close = 0, volume = 0;
    QString source; ///< massive, simulated or replay
    QString origin; ///< the run of the program that sent it
    int connection = 0;
    std::int64_t sequence = 0;  ///< rises by one per origin
    int revision = 0;           ///< 0: first version; corrections have higher ones
    Milliseconds window{0};     ///< of a bar
    bool updatesHighLow = true; ///< trades: as in Tick
    bool updatesLast = true;
    bool updatesVolume = true;
    double dayVolume = NoValue; ///< of the symbol up to the end of this tick, where the vendor says it
};
QByteArray tickJson(const TickMessage &message);
/// Nothing when a field that we need is missing or implausible. Unknown fields are ignored.
std::optional<TickMessage> tickFromJson(const QByteArray &json);
/// The event that the message tells of; its symbol is left to the caller.
Tick tickOf(const TickMessage &message);

/// The message of the closed-minute channel.
QByteArray minuteJson(const Bar &bar, const QString &symbol);
std::optional<std::pair<QString, Bar>> minuteFromJson(const QByteArray &json);

} // namespace tickstock
