// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QString>

#include <cstdint>

/// Numbers and times as people read them; times are New York's. Pure.
namespace tickstock::format {

/// Two decimals, four below one dollar; a dash when unknown.
QString price(double value);
/// A dash when unknown.
QString number(double value, int decimals);
/// "1.24M", "860K", "512".
QString volume(double value);
/// "+0.31%", "-0.88%", "0.00%"; a dash when unknown.
QString percent(double fraction);
/// -1, 0 or 1: the sign that percent() gives, and colours with it.
int signOf(double fraction);
/// "1,840"
QString count(quint64 value);
/// A name of the code for people: "volume_ratio" is "volume ratio".
QString words(std::string_view name);
/// "5 min", "Day".
QString timeframe(Timeframe timeframe);
/// "5m", "D"
QString shortTimeframe(Timeframe timeframe);
/// "09:46" and "09:46:12"
QString minute(Timestamp t);
QString second(Timestamp t);
/// "Wed 17 Dec"
QString day(Timestamp t);
/// "Wed 17 Dec 2014"
QString date(Timestamp t);
/// "Wed 17 Dec 2014 09:46"
QString dayAndMinute(Timestamp t);
/// "4 s", "3 min", "2 h"
QString age(Milliseconds span);
/// "0.8 ms", "1,240 ms", "12 s"; a dash when there is none.
QString lag(std::int64_t microseconds);

} // namespace tickstock::format
