// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QDate>
#include <QDateTime>
#include <QTime>

#include <optional>

/// Exchange time. All conversions go through the IANA zone America/New_York, never a fixed offset.
namespace tickstock::newyork {

/// False when the system has no time zone data; nothing of the market's hours can be trusted then.
bool isAvailable();

/// New York's distance from UTC at @p t (negative). Cached per thread and hour.
Milliseconds offset(Timestamp t);

QDate date(Timestamp t);
/// Minutes since New York midnight, by the wall clock there.
int minuteOfDay(Timestamp t);
QDateTime wallClock(Timestamp t);

/// In the hour that a change of clocks repeats or skips, the first possible instant.
Timestamp toUtc(QDate date, QTime time);

/// "YYYY-MM-DD HH:MM[:SS[.fff...]]" with a blank or a T between, optionally Z at the end, read as New York or UTC wall
/// clock. Digits beyond the millisecond are dropped.
std::optional<Timestamp> parseNewYork(QStringView text);
std::optional<Timestamp> parseUtc(QStringView text);

} // namespace tickstock::newyork
