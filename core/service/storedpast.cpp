// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storedpast.h"

#include "core/market/newyork.h"
#include "core/storage/adjustedbars.h"

#include <algorithm>

namespace tickstock::storedpast {

namespace {

constexpr Milliseconds BookSpan = 3 * OneDay;
/// Five sessions, weekends and holidays between, as patterns look back to.
constexpr Milliseconds MinutesSpan = 9 * OneDay;
/// Stored events that belong to the session of the last stored minute.
constexpr Milliseconds EventSpan = OneDay;
/// Calendar days that hold as many trading days as patterns of days look back to.
constexpr int DaysBefore = 380;

Expected<std::vector<Bar>> minutesBackFromLast(Storage &storage, const QString &symbol, Milliseconds span)
{
    const auto last = storage.lastMinute(symbol);
    if (!last)
        return last.error();
    if (!last->isValid())
        return std::vector<Bar>();
    return storage.minutes(symbol, *last - span, Timestamp{INT64_MAX});
}

} // namespace

Expected<std::vector<Bar>> recentMinutes(Storage &storage, const QString &symbol)
{
    return minutesBackFromLast(storage, symbol, BookSpan);
}

Expected<std::vector<Bar>> lastMinutes(Storage &storage, const QString &symbol)
{
    return minutesBackFromLast(storage, symbol, MinutesSpan);
}

Expected<Pipeline::PatternSeed> patternSeed(Storage &storage, const QString &symbol, QDate session,
                                            std::vector<Bar> minutes)
{
    const Timestamp last = minutes.back().start;
    const QDate running = newyork::date(last);
    const QDate asOf = session.isValid() ? std::max(session, running) : running;
    const auto splits = storage.splits(symbol);
    if (!splits)
        return splits.error();
    auto days = adjustedDays(storage, symbol, running.addDays(-DaysBefore), running, asOf);
    if (!days)
        return days.error();
    auto usual = usualVolumes(storage, symbol, asOf);
    if (!usual)
        return usual.error();
    auto reported = storage.eventsOf(symbol, last - EventSpan);
    if (!reported)
        return reported.error();
    adjustForSplits(minutes, *splits, asOf);
    return Pipeline::PatternSeed{*std::move(days), std::move(minutes), *std::move(usual), *std::move(reported)};
}

} // namespace tickstock::storedpast
