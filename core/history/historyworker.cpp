// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/historyworker.h"

#include "core/history/storebars.h"
#include "core/market/newyork.h"
#include "core/market/serverclock.h"
#include "core/storage/adjustedbars.h"
#include "core/types/monotonicclock.h"
#include "core/types/threadcheck.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QTimer>

#include <cstdlib>
#include <memory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcHistory, "tickstock.history", QtInfoMsg)

/// A poll asks for more than the last minute, in case the one before it failed.
constexpr Milliseconds PolledSpan = 5 * OneMinute;
/// A server whose clock is further away than this runs on market time of its own.
constexpr std::int64_t RealClockSkewMs = 600'000;
constexpr std::int64_t ClockSkewWarningMs = 2'000;
constexpr int AskTimeEveryMs = 10 * OneMinute.count();
/// How far back a pattern's record goes.
constexpr int RecordSessions = 60;
constexpr int RecordYears = 5;
/// Rows that wait to be stored: with more of them nothing is fetched that nobody looks at, or memory would fill, and
/// whoever reads the store would wait for all of it.
constexpr std::size_t MostUnstored = 10'000;
/// How often it is checked whether the first event has come.
constexpr int FirstEventPollMs = 500;

} // namespace

HistoryWorker::HistoryWorker(std::unique_ptr<massive::RestClient> rest, OnStore onStore, WriteQueue &store,
                             SymbolTable &symbols, HealthBoard &health, bool repairsFromStore, bool mayBeSimulated)
    : m_rest(std::move(rest))
    , m_storeBars(repairsFromStore ? std::make_unique<StoreBars>(
                                         [this](std::function<void(Storage &)> work) {
                                             if (!m_isStopping) // the reader must outlive what it has posted
                                                 m_onStore(std::move(work));
                                         },
                                         [this] { return now(); })
                                   : nullptr)
    , m_onStore(std::move(onStore))
    , m_store(store)
    , m_symbols(symbols)
    , m_health(health)
    , m_mayBeSimulated(mayBeSimulated)
    , m_repairs({repairsFromStore ? m_storeBars.get() : static_cast<BarProvider *>(m_rest.get()), symbols, store,
                 health, [this] { return now(); }})
    , m_warmUp({m_rest.get(), storeReader(), store, symbols, [this] { return now(); },
                [this](const QString &symbol, const std::vector<Bar> &minutes) { fetched(symbol, minutes); }})
    , m_charts({m_rest.get(), storeReader(), [this] { return now(); },
                [this](const QString &symbol, const std::vector<Bar> &minutes) { fetched(symbol, minutes); },
                [this](const QString &symbol, const std::vector<Bar> &days) { storeDays(symbol, days); }})
    , m_names({m_rest.get(), storeReader(), [] { return Timestamp{QDateTime::currentMSecsSinceEpoch()}; }})
{
    connect(&m_repairs, &GapRepair::fetched, this, &HistoryWorker::fetched);
    connect(&m_warmUp, &WarmUp::leftCold, this, [this](int symbols) { m_health.setLeftCold(symbols); });
    connect(&m_charts, &ChartLoader::loaded, this, &HistoryWorker::historyLoaded);
    m_clockTimer.setInterval(OneSecond);
    connect(&m_clockTimer, &QTimer::timeout, this, &HistoryWorker::watchOwnClock);
    if (!m_rest)
        return;
    m_clockTimer.start();
    m_rest->holdBackgroundWhile([this] { return m_store.due().rows > MostUnstored; });
    connect(m_rest.get(), &massive::RestClient::limitChanged, this,
            [this](const QString &limit) { m_health.setRestLimit(limit); });
}

/// Market time: that of the events, once there are any; before that, the server's clock.
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
    m_sinceAsked.start();
    m_rest->serverTime([this](const Expected<Timestamp> &answer) {
        m_serverTimeKnown = true; // without an answer the wall clock has to do
        m_serverTimeAsked = false;
        if (answer)
            noteServerTime(*answer);
        for (const auto &work : std::exchange(m_afterServerTime, {}))
            work();
    });
}

void HistoryWorker::noteServerTime(Timestamp server)
{
    const std::int64_t before = std::exchange(m_serverAheadMs, server.ms - QDateTime::currentMSecsSinceEpoch());
    const bool isFar = std::abs(m_serverAheadMs) >= RealClockSkewMs;
    const bool isSimulated = isFar && (m_mayBeSimulated || std::abs(m_serverAheadMs) >= ServerClock::MostOff.count());
    if (!isSimulated) {
        m_health.setClockSkew(m_serverAheadMs);
        const bool hasChanged = std::abs(before - m_serverAheadMs) > ClockSkewWarningMs;
        if (std::abs(m_serverAheadMs) > ClockSkewWarningMs && hasChanged)
            qCWarning(lcHistory) << "this machine's clock is off by" << m_serverAheadMs << "ms";
    }
    Q_EMIT serverTimeKnown(server, isSimulated);
}

/// Clocks drift, are set, and stand still while a machine sleeps: the server is asked again.
void HistoryWorker::watchOwnClock()
{
    const std::int64_t apart = QDateTime::currentMSecsSinceEpoch() - monotonicUs() / 1'000;
    const bool wasSet = std::abs(std::exchange(m_wallMinusSteadyMs, apart) - apart) > ClockSkewWarningMs;
    const bool isDue = m_sinceAsked.isValid() && m_sinceAsked.elapsed() > AskTimeEveryMs;
    if (m_serverTimeKnown && (wasSet || isDue))
        askServerTime();
}

HistoryWorker::StoreReader HistoryWorker::storeReader()
{
    return [this](std::function<void(Storage &)> read, std::function<void()> then) {
        onStore(std::move(read), std::move(then));
    };
}

/// Calls @p read in the storage thread, then @p then in this one.
void HistoryWorker::onStore(std::function<void(Storage &)> read, std::function<void()> then)
{
    if (m_isStopping)
        return;
    m_onStore([this, read = std::move(read), then = std::move(then)](Storage &storage) {
        read(storage);
        QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
    });
}

void HistoryWorker::stopReading()
{
    assertThreadOf(this);
    m_isStopping = true;
}

void HistoryWorker::load(const QString &symbol)
{
    assertThreadOf(this);
    whenServerTimeKnown([this, symbol] { m_charts.load(symbol); });
}

/// Bars of the running session go to the bar book, which decides by rank; older ones go straight to the store.
void HistoryWorker::fetched(const QString &symbol, const std::vector<Bar> &minutes)
{
    const Timestamp session = m_calendar.currentOrPrevious(now()).preOpen;
    std::vector<Bar> current;
    WriteBatch older;
    // A minute that still runs by the server's clock is left out. The clock of a simulated server runs ahead of its
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
    assertThreadOf(this);
    // No server can be asked for its clock: whether this is a simulated market is known with the first events.
    if (m_storeBars && m_health.snapshot().pipeline.ticks == 0) {
        QTimer::singleShot(FirstEventPollMs, this, [this, symbols] { repairHoles(symbols); });
        return;
    }
    whenServerTimeKnown([this, symbols] { m_repairs.repairHoles(symbols); });
}

void HistoryWorker::readRecords(const QString &symbol, const PatternSettings &settings)
{
    assertThreadOf(this);
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

/// Asks for the server's time first: without events, nothing else moves market time on.
void HistoryWorker::poll(const QStringList &symbols)
{
    assertThreadOf(this);
    if (!m_rest)
        return;
    m_rest->serverTime([this, symbols](const Expected<Timestamp> &time) {
        if (!time)
            return;
        noteServerTime(*time);
        for (const QString &symbol : symbols) {
            m_rest->bars(symbol, Timespan::Minute, (*time - PolledSpan).floorTo(OneMinute), *time, Priority::Visible,
                         [this, symbol](const Expected<FetchedBars> &found) {
                             if (found)
                                 fetched(symbol, found->bars);
                         });
        }
    });
}

void HistoryWorker::warmUp(const QStringList &symbols)
{
    assertThreadOf(this);
    whenServerTimeKnown([this, symbols] { m_warmUp.begin(symbols); });
}

void HistoryWorker::fetchMissingDay(const QStringList &symbols, QDate date)
{
    assertThreadOf(this);
    m_warmUp.fetchMissingDay(symbols, date);
}

} // namespace tickstock
