// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storedpast.h"

#include "core/market/newyork.h"
#include "core/patterns/datablender.h"
#include "core/storage/adjustedbars.h"

#include <algorithm>
#include <utility>

namespace tickstock::storedpast {

namespace {

/// A session with its pre- and post-market.
constexpr Milliseconds BookSpan = 16 * OneHour;
/// Calendar days that hold as many trading days as patterns of days look back to.
constexpr int DaysBefore = 380;

/// The minutes of regular sessions that patterns look back to from the one that was traded last, and this.
Expected<std::vector<Bar>> sessionMinutes(Storage &storage, const QString &symbol, Timestamp last)
{
    const int sessions = DataBlender::sessionsBefore(Timeframe::Min15) + 1; // before the open there is none of today
    const QDate first = ExchangeCalendar::tradingDaysBack(newyork::date(last), sessions);
    return storage.regularMinutes(symbol, newyork::toUtc(first, QTime(0, 0)), Timestamp{INT64_MAX});
}

/// Where they are not kept, they are made of a month's minutes.
Expected<UsualVolumes> usualVolumesOf(Storage &storage, const QString &symbol, QDate session,
                                      std::optional<KeptUsualVolumes> &made)
{
    auto kept = storage.keptUsualVolumes(symbol, session);
    if (!kept)
        return kept.error();
    if (*kept)
        return **std::move(kept);
    auto usual = usualVolumes(storage, symbol, session);
    if (usual)
        made = KeptUsualVolumes{symbol, session, *usual};
    return usual;
}

} // namespace

Expected<std::vector<Bar>> recentMinutes(Storage &storage, const QString &symbol)
{
    const auto last = storage.lastMinute(symbol);
    if (!last)
        return last.error();
    if (!last->isValid())
        return std::vector<Bar>();
    return storage.minutes(symbol, *last - BookSpan, Timestamp{INT64_MAX});
}

Expected<std::optional<PatternPast>> patternPast(Storage &storage, const QString &symbol, QDate session)
{
    const auto last = storage.lastMinute(symbol);
    if (!last)
        return last.error();
    if (!last->isValid())
        return std::optional<PatternPast>();
    auto minutes = sessionMinutes(storage, symbol, *last);
    if (!minutes)
        return minutes.error();
    const Timestamp lastRegular = minutes->empty() ? *last : minutes->back().start;
    const QDate running = newyork::date(lastRegular);
    const QDate asOf = session.isValid() ? std::max(session, running) : running;
    const auto splits = storage.splits(symbol);
    if (!splits)
        return splits.error();
    auto days = adjustedDays(storage, symbol, running.addDays(-DaysBefore), running, asOf);
    if (!days)
        return days.error();
    PatternPast past{{}, *last, {}};
    auto usual = usualVolumesOf(storage, symbol, asOf, past.made);
    if (!usual)
        return usual.error();
    auto reported = storage.eventsOf(symbol, newyork::toUtc(running, QTime(0, 0)));
    if (!reported)
        return reported.error();
    adjustForSplits(*minutes, *splits, asOf);
    past.seed = {*std::move(days), *std::move(minutes), *std::move(usual), *std::move(reported), session};
    return std::optional(std::move(past));
}

} // namespace tickstock::storedpast
