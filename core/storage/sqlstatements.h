// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

#include <QString>

#include <optional>

class QVariant;

/// What statements of both databases are made of. Pure.
namespace tickstock {

/// Where two versions of a minute meet, the rank of their sources decides, then the revision. `t` is the stored one.
QString minuteConflict();
/// A day from REST is the exchange's own and is never overwritten by one that we rolled up.
QString dayConflict();
QString eventConflict();
/// A row of intraday_patterns, as an event tells it.
struct StoredPattern
{
    const PatternEvent *event = nullptr;
    int strength = 0; ///< signed by direction; 0: withdrawn
    QString levels;   ///< JSON
};
/// Nothing for a pattern of days, and for one that is provisional.
std::optional<StoredPattern> intradayPattern(const PatternEvent &event);
QString patternConflict();
/// Takes the withdrawn ones away; a partial index leads to them.
QString forgetWithdrawn();
/// A hole that has been repaired stays so.
QString gapConflict();
QString indicatorConflict();

/// A time as statements are given it.
QVariant instantValue(Timestamp time);

/// Words of the tables.
QString sessionWord(Session session);
QString eventTypeWord(TickKind kind);
/// "connection_1"; the local interface uses the same.
QString connectionWord(ConnectionId id);

} // namespace tickstock
