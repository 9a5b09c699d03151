// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternrecord.h"

#include "core/market/newyork.h"
#include "core/patterns/datablender.h"
#include "core/patterns/seriespass.h"
#include "core/types/text.h"

namespace tickstock {

namespace {

/// The bar @p count bars later; for intraday patterns only one of the same day.
const Bar *barAfter(const std::vector<Bar> &bars, std::size_t index, int count, Timeframe timeframe)
{
    const std::size_t later = index + static_cast<std::size_t>(count);
    if (later >= bars.size())
        return nullptr;
    const bool isSameDay = newyork::date(bars[later].start) == newyork::date(bars[index].start);
    return timeframe == Timeframe::Daily || isSameDay ? &bars[later] : nullptr;
}

void add(PatternRecord &record, const std::vector<Bar> &bars, std::size_t index, Timeframe timeframe,
         Direction direction)
{
    ++record.cases;
    for (std::size_t i = 0; i < record.after.size(); ++i) {
        const Bar *later = barAfter(bars, index, PatternRecord::BarsAfter[i], timeframe);
        if (!later)
            continue;
        PatternRecord::After &after = record.after[i];
        const double percent = 100 * (later->close / bars[index].close - 1);
        after.meanPercent = (after.meanPercent * after.cases + percent) / (after.cases + 1);
        ++after.cases;
        after.withDirection += direction == Direction::Short ? percent < 0 : percent > 0;
    }
}

} // namespace

SymbolRecords recordsOf(const QString &symbol, const std::vector<Bar> &minutes, const std::vector<Bar> &days,
                        const PatternSettings &settings)
{
    const auto plan = std::make_shared<const ScanPlan>(settings.everywhere());
    const ExchangeCalendar calendar;
    std::vector<Bar> regular;
    std::vector<MinuteVolume> volumes;
    for (const Bar &minute : minutes) {
        if (calendar.sessionAt(minute.start) != Session::Regular)
            continue;
        regular.push_back(minute);
        volumes.push_back({minute.start, minute.volume});
    }
    SymbolRecords found{
        symbol, {}, static_cast<int>(aggregate(regular, Timeframe::Daily).size()), static_cast<int>(days.size())};
    for (const Timeframe timeframe : DataBlender::Scanned) {
        const bool isDaily = timeframe == Timeframe::Daily;
        const std::vector<Bar> bars = isDaily ? days : aggregate(regular, timeframe);
        const auto usual = isDaily ? std::span<const MinuteVolume>() : std::span<const MinuteVolume>(volumes);
        for (const auto &[index, finding] : findAll(plan, timeframe, bars, usual)) {
            const RecordKey key{text(finding.pattern), timeframe, finding.direction};
            add(found.records[key], bars, index, timeframe, finding.direction);
        }
    }
    return found;
}

} // namespace tickstock
