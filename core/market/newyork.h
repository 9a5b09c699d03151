// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QDate>
#include <QDateTime>
#include <QTime>

#include <optional>

/// Exchange time. All conversions go through the IANA zone America/New_York, never a fixed offset. Thread-safe.
namespace tickstock::newyork {

/// False when the system has no time zone data: no conversion is right then.
bool isAvailable();

/// New York's distance from UTC at @p t (negative). Cached per thread and hour.
Milliseconds offset(Timestamp t);

QDate date(Timestamp t);
/// Minutes since New York midnight, by the wall clock there.
int minuteOfDay(Timestamp t);
QDateTime wallClock(Timestamp t);

/// In an hour that a change of clocks repeats or skips, the first possible instant.
Timestamp toUtc(QDate date, QTime time);

/// Reads "YYYY-MM-DD HH:MM[:SS[.fff...]]", with a blank or a T in the middle and optionally Z at the end, as wall clock
/// of New York or UTC. Digits beyond the millisecond are dropped.
std::optional<Timestamp> parseNewYork(QStringView text);
std::optional<Timestamp> parseUtc(QStringView text);

} // namespace tickstock::newyork
