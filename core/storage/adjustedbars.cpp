// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/adjustedbars.h"

#include "core/market/newyork.h"

namespace tickstock {

namespace {

/// Calendar days that hold as many sessions as a usual volume is taken of, holidays included.
constexpr int UsualDays = UsualVolumes::Sessions * 7 / 5 + 7;

/// Calls @p adjust with each entry that needs it, and how many of its shares are one of today.
template<class Entries, class Adjust>
void adjustEach(Entries &entries, std::span<const StockSplit> splits, QDate asOf, Adjust adjust)
{
    if (splits.empty())
        return;
    for (auto &entry : entries) {
        const double factor = splitFactor(splits, newyork::date(entry.start), asOf);
        if (factor != 1)
            adjust(entry, factor);
    }
}

template<class Entries>
Expected<Entries> adjusted(Storage &storage, const QString &symbol, Expected<Entries> entries, QDate asOf)
{
    if (!entries)
        return entries;
    const auto splits = storage.splits(symbol);
    if (!splits)
        return splits.error();
    adjustForSplits(*entries, *splits, asOf);
    return entries;
}

} // namespace

void adjustForSplits(std::vector<Bar> &bars, std::span<const StockSplit> splits, QDate asOf)
{
    adjustEach(bars, splits, asOf, [](Bar &bar, double factor) {
        for (double *price : {&bar.open, &bar.high, &bar.low, &bar.close, &bar.vwap})
            *price *= factor;
        bar.volume /= factor;
    });
}

void adjustForSplits(std::vector<MinuteVolume> &minutes, std::span<const StockSplit> splits, QDate asOf)
{
    adjustEach(minutes, splits, asOf, [](MinuteVolume &minute, double factor) { minute.volume /= factor; });
}

Expected<std::vector<Bar>> adjustedMinutes(Storage &storage, const QString &symbol, Timestamp from, Timestamp to,
                                           QDate asOf)
{
    return adjusted(storage, symbol, storage.minutes(symbol, from, to), asOf);
}

Expected<std::vector<Bar>> adjustedDays(Storage &storage, const QString &symbol, QDate from, QDate to, QDate asOf)
{
    return adjusted(storage, symbol, storage.days(symbol, from, to), asOf);
}

Expected<UsualVolumes> usualVolumes(Storage &storage, const QString &symbol, QDate session)
{
    const Timestamp from = newyork::toUtc(session.addDays(-UsualDays), QTime(0, 0));
    const auto minutes =
        adjusted(storage, symbol, storage.regularVolumes(symbol, from, newyork::toUtc(session, QTime(0, 0))), session);
    if (!minutes)
        return minutes.error();
    return UsualVolumes(*minutes);
}

} // namespace tickstock
