// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/chartloader.h"

#include "core/market/newyork.h"
#include "core/storage/adjustedbars.h"
#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock {

namespace {

/// Both in order of time; of two bars with the same start the newer one is kept.
std::vector<Bar> merged(const std::vector<Bar> &older, const std::vector<Bar> &newer)
{
    std::vector<Bar> all = newer;
    all.insert(all.end(), older.begin(), older.end());
    std::stable_sort(all.begin(), all.end(), [](const Bar &a, const Bar &b) { return a.start < b.start; });
    all.erase(std::unique(all.begin(), all.end(), [](const Bar &a, const Bar &b) { return a.start == b.start; }),
              all.end());
    return all;
}

/// Empty: nothing of what came was left out.
QString problemOf(const FetchedBars &found)
{
    return found.isWhole() ? QString() : leftOutText(found);
}

} // namespace

ChartLoader::ChartLoader(Parts parts)
    : m_parts(std::move(parts))
{
}

void ChartLoader::load(const QString &symbol)
{
    assertThreadOf(this);
    const QDate today = newyork::date(m_parts.marketNow());
    const Timestamp from = ChartCoverage::firstMinute(today);
    struct Found
    {
        std::vector<Bar> minutes, days;
        std::vector<PatternEvent> events;
        bool isStoreAway = false;
    };
    const auto found = std::make_shared<Found>();
    m_parts.onStore(
        [=](Storage &storage) {
            if (auto minutes = storage.minutes(symbol, from, Timestamp{INT64_MAX}))
                found->minutes = *std::move(minutes);
            else
                found->isStoreAway = true;
            if (auto days = storage.days(symbol, ChartCoverage::firstDay(today), today))
                found->days = *std::move(days);
            if (auto events = storage.eventsOf(symbol, from))
                found->events = *std::move(events);
        },
        [=, this] {
            SymbolHistory history{
                symbol, std::move(found->minutes), std::move(found->days), std::move(found->events), !m_parts.rest, {}};
            show(history);
            if (m_parts.rest)
                fetchMissing(history, found->isStoreAway);
        });
}

/// Stored and fetched bars are unadjusted; a chart compares days, and gets them in today's shares.
void ChartLoader::show(const SymbolHistory &history)
{
    const auto shown = std::make_shared<SymbolHistory>(history);
    const QDate today = newyork::date(m_parts.marketNow());
    m_parts.onStore(
        [shown, today](Storage &storage) {
            if (const auto splits = storage.splits(shown->symbol)) {
                adjustForSplits(shown->minutes, *splits, today);
                adjustForSplits(shown->days, *splits, today);
            }
        },
        [this, shown] { Q_EMIT loaded(*shown); });
}

/// A chart's history while parts of it are being fetched.
struct ChartLoader::Load
{
    SymbolHistory history;
    int pending = 0; // requests under way
};

void ChartLoader::fetchMissing(const SymbolHistory &stored, bool isStoreAway)
{
    const auto load = std::make_shared<Load>(Load{stored, 1}); // one more until all requests are made
    const Timestamp until = m_parts.marketNow();
    const QDate today = newyork::date(until);
    if (const auto from = m_coverage.missingMinutes(stored.symbol, stored.minutes, until, isStoreAway))
        fetchMinutes(load, *from, until);
    if (m_coverage.areDaysMissing(stored.symbol, stored.days, today, isStoreAway))
        fetchDays(load, today);
    finishPart(*load, {});
}

void ChartLoader::fetchMinutes(const std::shared_ptr<Load> &load, Timestamp from, Timestamp now)
{
    ++load->pending;
    m_parts.rest->bars(load->history.symbol, Timespan::Minute, from, now + OneDay, Priority::Visible,
                       [this, load, today = newyork::date(now)](const Expected<FetchedBars> &found) {
                           if (!found) {
                               finishPart(*load, found.error().detail);
                               return;
                           }
                           if (found->isWhole())
                               m_coverage.noteMinutesFetched(load->history.symbol, today);
                           m_parts.onMinutes(load->history.symbol, found->bars);
                           load->history.minutes = merged(load->history.minutes, found->bars);
                           finishPart(*load, problemOf(*found));
                       });
}

void ChartLoader::fetchDays(const std::shared_ptr<Load> &load, QDate today)
{
    ++load->pending;
    m_parts.rest->bars(load->history.symbol, Timespan::Day, newyork::toUtc(ChartCoverage::firstDay(today), QTime(0, 0)),
                       newyork::toUtc(today, QTime(0, 0)) - Milliseconds(1), Priority::Visible,
                       [this, load](const Expected<FetchedBars> &found) {
                           if (!found) {
                               finishPart(*load, found.error().detail);
                               return;
                           }
                           if (found->isWhole())
                               m_coverage.noteDaysFetched(load->history.symbol);
                           m_parts.onDays(load->history.symbol, found->bars);
                           load->history.days = merged(load->history.days, found->bars);
                           finishPart(*load, problemOf(*found));
                       });
}

void ChartLoader::finishPart(Load &load, const QString &problem)
{
    if (!problem.isEmpty())
        load.history.problem = problem;
    if (--load.pending > 0)
        return;
    load.history.isComplete = true;
    show(load.history);
}

} // namespace tickstock
