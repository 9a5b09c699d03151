// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/historyworker.h"

#include "core/history/storebars.h"
#include "core/market/newyork.h"
#include "core/storage/adjustedbars.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcHistory, "tickstock.history", QtInfoMsg)

/// A poll asks for so much of the past, in case one before it failed.
constexpr Milliseconds PolledSpan = 5 * OneMinute;
constexpr std::int64_t RealClockSkewMs = 600'000; // a server further away than this runs on market time of its own
constexpr std::int64_t ClockSkewWarningMs = 2'000;
/// How far back a pattern's record goes.
constexpr int RecordSessions = 60;
constexpr int RecordYears = 5;
constexpr int FirstEventMs = 500; // between two looks whether it has come

/// Later entries win over earlier ones of the same start; the result is in order.
std::vector<Bar> merged(const std::vector<Bar> &older, const std::vector<Bar> &newer)
{
    std::vector<Bar> all = newer;
    all.insert(all.end(), older.begin(), older.end());
    std::stable_sort(all.begin(), all.end(), [](const Bar &a, const Bar &b) { return a.start < b.start; });
    all.erase(std::unique(all.begin(), all.end(), [](const Bar &a, const Bar &b) { return a.start == b.start; }),
              all.end());
    return all;
}

} // namespace

HistoryWorker::HistoryWorker(std::unique_ptr<massive::RestClient> rest, OnStore onStore, WriteQueue &store,
                             SymbolTable &symbols, HealthBoard &health, bool repairsFromStore)
    : m_rest(std::move(rest))
    , m_storeBars(repairsFromStore ? std::make_unique<StoreBars>(
                                         [this](std::function<void(Storage &)> work) {
                                             if (!m_isStopping) // who reads must outlive the reading
                                                 m_onStore(std::move(work));
                                         },
                                         [this] { return now(); })
                                   : nullptr)
    , m_onStore(std::move(onStore))
    , m_store(store)
    , m_symbols(symbols)
    , m_health(health)
    , m_repairs({repairsFromStore ? m_storeBars.get() : static_cast<BarProvider *>(m_rest.get()), symbols, store,
                 health, [this] { return now(); }})
    , m_warmUp({m_rest.get(), [this](auto read, auto then) { this->onStore(std::move(read), std::move(then)); }, store,
                symbols, [this] { return now(); },
                [this](const QString &symbol, const std::vector<Bar> &minutes) { fetched(symbol, minutes); }})
{
    connect(&m_repairs, &GapRepair::fetched, this, &HistoryWorker::fetched);
}

/// Market time: events tell it best; before the first one, the server's clock.
Timestamp HistoryWorker::now() const
{
    const PipelineHealth pipeline = m_health.snapshot().pipeline;
    if (pipeline.followsFeed)
        return pipeline.marketNow;
    return Timestamp{QDateTime::currentMSecsSinceEpoch() + m_serverAheadMs};
}

void HistoryWorker::whenServerTimeKnown(std::function<void()> work)
{
    if (m_serverTimeKnown || !m_rest) {
        work();
        return;
    }
    m_afterServerTime.push_back(std::move(work));
    askServerTime();
}

void HistoryWorker::askServerTime()
{
    if (std::exchange(m_serverTimeAsked, true))
        return;
    m_rest->serverTime([this](const Expected<Timestamp> &answer) {
        m_serverTimeKnown = true; // or never: the wall clock then has to do
        if (answer)
            noteServerTime(*answer);
        for (const auto &work : std::exchange(m_afterServerTime, {}))
            work();
    });
}

void HistoryWorker::noteServerTime(Timestamp server)
{
    m_serverAheadMs = server.ms - QDateTime::currentMSecsSinceEpoch();
    if (std::abs(m_serverAheadMs) < RealClockSkewMs) {
        m_health.setClockSkew(m_serverAheadMs);
        if (std::abs(m_serverAheadMs) > ClockSkewWarningMs)
            qCWarning(lcHistory) << "this machine's clock is off by" << m_serverAheadMs << "ms";
    }
    Q_EMIT serverTimeKnown(server);
}

/// Reads in the storage thread, then goes on here.
void HistoryWorker::onStore(std::function<void(Storage &)> read, std::function<void()> then)
{
    if (m_isStopping)
        return;
    m_onStore([this, read = std::move(read), then = std::move(then)](Storage &storage) {
        read(storage);
        QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
    });
}

void HistoryWorker::load(const QString &symbol)
{
    whenServerTimeKnown([this, symbol] {
        const QDate today = newyork::date(now());
        const QDate firstDay = ExchangeCalendar::tradingDaysBack(today.addDays(1), MinuteSessions);
        const Timestamp from = newyork::toUtc(firstDay, QTime(0, 0));
        struct Found
        {
            std::vector<Bar> minutes, days;
            std::vector<PatternEvent> events;
            bool isAway = false;
        };
        const auto found = std::make_shared<Found>();
        onStore(
            [=](Storage &storage) {
                if (auto minutes = storage.minutes(symbol, from, Timestamp{INT64_MAX}))
                    found->minutes = *std::move(minutes);
                else
                    found->isAway = true;
                if (auto days = storage.days(symbol, today.addDays(-Days * 3 / 2), today))
                    found->days = *std::move(days);
                if (auto events = storage.eventsOf(symbol, from))
                    found->events = *std::move(events);
            },
            [=, this] {
                SymbolHistory history{
                    symbol, std::move(found->minutes), std::move(found->days), std::move(found->events), !m_rest, {}};
                showHistory(history);
                if (m_rest)
                    fetchMissing(history, found->isAway);
            });
    });
}

/// What was read and fetched is as it was traded; a chart compares days.
void HistoryWorker::showHistory(const SymbolHistory &history)
{
    const auto shown = std::make_shared<SymbolHistory>(history);
    const QDate today = newyork::date(now());
    onStore(
        [shown, today](Storage &storage) {
            if (const auto splits = storage.splits(shown->symbol)) {
                adjustForSplits(shown->minutes, *splits, today);
                adjustForSplits(shown->days, *splits, today);
            }
        },
        [this, shown] { Q_EMIT historyLoaded(*shown); });
}

/// What has been fetched before by this run is in the store, unless that is away.
void HistoryWorker::fetchMissing(const SymbolHistory &stored, bool isStoreAway)
{
    const auto isFetched = [&](const QString &key) { return !isStoreAway && m_fetchedThisRun.contains(key); };
    const Timestamp until = now();
    const QDate today = newyork::date(until);
    const auto result = std::make_shared<SymbolHistory>(stored);
    const auto pending = std::make_shared<int>(0);
    const auto finish = [this, result, pending](const QString &problem) {
        if (!problem.isEmpty())
            result->problem = problem;
        if (--*pending > 0)
            return;
        result->isComplete = true;
        showHistory(*result);
    };

    // The oldest session without a single minute, unless this run has asked for it before.
    QDate missing;
    for (int back = MinuteSessions; back >= 1 && !missing.isValid(); --back) {
        const QDate day = ExchangeCalendar::tradingDaysBack(today.addDays(1), back);
        const auto hours = m_calendar.hours(day);
        const bool has = std::any_of(stored.minutes.begin(), stored.minutes.end(), [&](const Bar &bar) {
            return bar.start >= hours->preOpen && bar.start < hours->postClose;
        });
        if (!has && hours->preOpen < until && !isFetched(stored.symbol + day.toString(Qt::ISODate)))
            missing = day;
    }
    Timestamp from = missing.isValid() ? newyork::toUtc(missing, QTime(0, 0)) : until;
    if (!stored.minutes.empty() && !missing.isValid())
        from = stored.minutes.back().start;
    ++*pending; // held until all requests are made
    if (until - from > OneMinute * 2) {
        ++*pending;
        m_rest->bars(stored.symbol, Timespan::Minute, from, until + OneDay, Priority::Visible,
                     [this, result, finish, today, symbol = stored.symbol](const Expected<std::vector<Bar>> &bars) {
                         if (!bars) {
                             finish(bars.error().detail);
                             return;
                         }
                         for (int back = 1; back <= MinuteSessions; ++back) {
                             const QDate day = ExchangeCalendar::tradingDaysBack(today.addDays(1), back);
                             if (day < today)
                                 m_fetchedThisRun.insert(symbol + day.toString(Qt::ISODate));
                         }
                         fetched(symbol, *bars);
                         result->minutes = merged(result->minutes, *bars);
                         finish({});
                     });
    }
    const QDate lastDay = ExchangeCalendar::previousTradingDay(today);
    const bool daysAreCurrent = stored.days.size() >= static_cast<std::size_t>(Days) * 9 / 10 &&
                                newyork::date(stored.days.back().start) == lastDay;
    if (!daysAreCurrent && !isFetched(stored.symbol)) {
        ++*pending;
        const QDate firstDay = today.addDays(-Days * 3 / 2);
        m_rest->bars(stored.symbol, Timespan::Day, newyork::toUtc(firstDay, QTime(0, 0)),
                     newyork::toUtc(today, QTime(0, 0)) - Milliseconds(1), Priority::Visible,
                     [this, result, finish, symbol = stored.symbol](const Expected<std::vector<Bar>> &bars) {
                         if (!bars) {
                             finish(bars.error().detail);
                             return;
                         }
                         m_fetchedThisRun.insert(symbol);
                         storeDays(symbol, *bars);
                         result->days = merged(result->days, *bars);
                         finish({});
                     });
    }
    finish({});
}

/// Bars of the running session go through the bar book, which decides by rank; older ones straight to the store.
void HistoryWorker::fetched(const QString &symbol, const std::vector<Bar> &minutes)
{
    const Timestamp session = m_calendar.currentOrPrevious(now()).preOpen;
    std::vector<Bar> current;
    WriteBatch older;
    // By the server's own clock, a minute that still runs is not one yet. A simulated server's clock runs ahead of its
    // events by an unknown amount: there the bar book waits for the minute's end.
    const bool isRealTime = !m_health.snapshot().pipeline.followsFeed;
    const Timestamp serverNow = now();
    for (const Bar &bar : minutes) {
        if (isRealTime && bar.start + OneMinute > serverNow)
            continue;
        if (bar.start >= session)
            current.push_back(bar);
        else
            older.minutes.push_back({symbol, bar, m_calendar.sessionAt(bar.start)});
    }
    if (!older.minutes.empty()) {
        m_store.add(std::move(older));
        m_warmUp.noteStored(symbol);
    }
    if (const auto id = m_symbols.intern(symbol); id && !current.empty())
        Q_EMIT minutesFetched(*id, current);
}

void HistoryWorker::storeDays(const QString &symbol, const std::vector<Bar> &days)
{
    WriteBatch batch;
    for (const Bar &day : days)
        batch.days.push_back({symbol, newyork::date(day.start), day});
    m_store.add(std::move(batch));
}

void HistoryWorker::repairHoles(const std::vector<SymbolId> &symbols)
{
    // Without a server to ask for its clock, the first events tell which market this is.
    if (m_storeBars && m_health.snapshot().pipeline.ticks == 0) {
        QTimer::singleShot(FirstEventMs, this, [this, symbols] { repairHoles(symbols); });
        return;
    }
    whenServerTimeKnown([this, symbols] { m_repairs.repairHoles(symbols); });
}

void HistoryWorker::readRecords(const QString &symbol, const PatternSettings &settings)
{
    const QDate today = newyork::date(now());
    const Timestamp from = newyork::toUtc(ExchangeCalendar::tradingDaysBack(today, RecordSessions), QTime(0, 0));
    const auto minutes = std::make_shared<std::vector<Bar>>(), days = std::make_shared<std::vector<Bar>>();
    onStore(
        [=](Storage &storage) {
            if (auto found = adjustedMinutes(storage, symbol, from, newyork::toUtc(today, QTime(0, 0)), today))
                *minutes = *std::move(found);
            if (auto found = adjustedDays(storage, symbol, today.addYears(-RecordYears), today, today))
                *days = *std::move(found);
        },
        [=, this] { Q_EMIT recordsReady(recordsOf(symbol, *minutes, *days, settings)); });
}

/// The server's time first: without events, nothing else moves market time on.
void HistoryWorker::poll(const QStringList &symbols)
{
    if (!m_rest)
        return;
    m_rest->serverTime([this, symbols](const Expected<Timestamp> &time) {
        if (!time)
            return;
        noteServerTime(*time);
        for (const QString &symbol : symbols) {
            m_rest->bars(symbol, Timespan::Minute, (*time - PolledSpan).floorTo(OneMinute), *time, Priority::Visible,
                         [this, symbol](const Expected<std::vector<Bar>> &bars) {
                             if (bars)
                                 fetched(symbol, *bars);
                         });
        }
    });
}

void HistoryWorker::warmUp(const QStringList &symbols)
{
    whenServerTimeKnown([this, symbols] { m_warmUp.begin(symbols); });
}

void HistoryWorker::fetchMissingDay(const QStringList &symbols, QDate date)
{
    m_warmUp.fetchMissingDay(symbols, date);
}

} // namespace tickstock
