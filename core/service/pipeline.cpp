// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/pipeline.h"

#include "core/service/batchnotes.h"
#include "core/service/catchup.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tickstock {

namespace {

constexpr int ClockMs = 250;
constexpr std::size_t TurnTicks = 20'000; // some ten milliseconds, as much as the symbols
constexpr PatternScanner::Turn TurnSymbols{200, 1};
constexpr quint64 MemoryTurns = 10'000 / ClockMs; // reports of health from one count of memory to the next

} // namespace

Pipeline::Pipeline(Parts parts, const Settings &settings, const QString &sourceWord, const PatternSettings &patterns)
    : m_parts(parts)
    , m_storesTicks(settings.storeTicks)
    , m_time(settings.marketClock)
    , m_publisher(parts.bus, parts.symbols, settings, sourceWord)
    , m_scanner(parts.symbols, m_publisher.origin(), patterns)
{
    m_clockTimer.setInterval(ClockMs);
    connect(&m_clockTimer, &QTimer::timeout, this, &Pipeline::passTime);
    m_clockTimer.start();
}

void Pipeline::setServerTime(Timestamp now, bool isSimulated)
{
    assertThreadOf(this);
    m_time.setServerTime(now, isSimulated);
}

void Pipeline::noteReceived(quint64 accepted, quint64 malformed)
{
    assertThreadOf(this);
    m_health.received = accepted;
    m_health.malformed = malformed;
}

void Pipeline::seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes)
{
    assertThreadOf(this);
    m_book.seed(symbol, minutes);
    m_quotes.seed(symbol, m_book);
    showQuote(symbol);
}

void Pipeline::seedPatterns(SymbolId symbol, std::unique_ptr<SymbolScan> scan, Timestamp lastStored)
{
    assertThreadOf(this);
    m_scanner.resume(symbol);
    m_scanner.take(symbol, std::move(scan));
    for (const Bar &minute : closedSince(m_book.minutes(symbol), lastStored, marketNow()))
        m_scanner.apply({symbol, minute, ClosedMinute::Kind::Closed});
}

void Pipeline::setScanning(bool isOn, const QString &scanner)
{
    assertThreadOf(this);
    m_scanner.setOn(isOn);
    m_health.scanner = scanner;
}

void Pipeline::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    assertThreadOf(this);
    m_scanner.seedDays(symbol, days);
    m_quotes.setDays(symbol, days, marketNow());
    showQuote(symbol);
}

void Pipeline::showQuote(SymbolId symbol)
{
    MarketUpdate update;
    update.marketNow = marketNow();
    update.quotes.push_back(m_quotes.update(symbol, m_book));
    m_parts.mailbox.post(std::move(update));
}

void Pipeline::interrupt(const std::vector<SymbolId> &symbols, Timestamp since)
{
    assertThreadOf(this);
    const Timestamp now = marketNow();
    // Seconds are held back: what comes first may belong to the minute before.
    const Timestamp settled = now - BarBook::CloseGrace;
    for (const SymbolId symbol : symbols)
        m_book.markSuspect(symbol, since.isValid() ? std::min(since, settled) : settled, now);
    m_quotes.trading().restart(symbols);
}

void Pipeline::beginWith(const std::vector<std::pair<SymbolId, Timestamp>> &symbols)
{
    assertThreadOf(this);
    for (const auto &[symbol, start] : symbols)
        m_book.markSuspect(symbol, start, start);
    handOut(marketNow());
}

void Pipeline::release(SymbolId symbol, Timestamp minute)
{
    assertThreadOf(this);
    m_book.release(symbol, minute);
    handOut(marketNow());
}

void Pipeline::applyRest(SymbolId symbol, const std::vector<Bar> &minutes)
{
    assertThreadOf(this);
    const Timestamp now = marketNow();
    for (const Bar &minute : minutes)
        m_book.applyRest(symbol, minute, now);
    handOut(now);
}

void Pipeline::drain()
{
    assertThreadOf(this);
    const auto [batches, dropped] = m_parts.input.take(TurnTicks);
    if (std::exchange(m_droppedSeen, dropped) != dropped)
        markDropped(batches);
    for (const TickBatchPtr &batch : batches)
        take(*batch);
    handOut(marketNow());
    if (m_parts.input.weight() > 0)
        drainAgain();
}

void Pipeline::drainAgain()
{
    if (std::exchange(m_isToDrain, true))
        return;
    postTo(this, [this] {
        m_isToDrain = false;
        drain();
    });
}

/// Before anything newer is looked at: the minutes from the last batch worked off to the first that is left cannot be
/// trusted, for any symbol.
void Pipeline::markDropped(const std::vector<TickBatchPtr> &survivors)
{
    Timestamp until = marketNow();
    if (!survivors.empty() && !survivors.front()->ticks.empty())
        until = std::max(m_takenUntil, survivors.front()->ticks.back().end);
    const Timestamp since = m_takenUntil.isValid() ? m_takenUntil - BarBook::CloseGrace : until;
    m_book.markAllSuspect(since, until);
    Q_EMIT overloaded(m_book.knownSymbols(), since, until);
}

void Pipeline::take(const TickBatch &batch)
{
    const bool isForwarding = m_publisher.wantsTicks();
    for (std::size_t i = 0; i < batch.ticks.size(); ++i) {
        m_book.prefetch(batch.ticks, i);
        const Tick &tick = batch.ticks[i];
        const int revision = m_book.apply(tick, m_time.observe(tick.end, batch.received));
        if (isForwarding && revision != BarBook::Known)
            m_publisher.addTick(tick, batch.connection, revision);
        m_quotes.take(tick, batch.connection);
    }
    m_takenUntil = m_time.at(batch.received);
    m_book.advance(m_takenUntil);
    m_health.ticks += batch.ticks.size();
    const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    const std::int64_t latencyUs = (now - batch.receivedNs) / 1'000;
    m_latency.record(batch.connection, latencyUs);
    m_health.connections[batch.connection.value].taken += batch.ticks.size();
    if (m_storesTicks)
        storeTicks(batch);
    passNotesOn(batch);
    m_publisher.publishTicks();
    m_sequence += static_cast<std::int64_t>(batch.ticks.size());
}

void Pipeline::storeTicks(const TickBatch &batch)
{
    std::int64_t sequence = m_sequence;
    for (const Tick &tick : batch.ticks)
        m_toStore.ticks.push_back({m_parts.symbols.qname(tick.symbol), tick, batch.connection.value, ++sequence});
}

/// What a batch says besides its ticks.
void Pipeline::passNotesOn(const TickBatch &batch)
{
    if (const auto told = dayVolumesIn(batch); !told.empty())
        Q_EMIT dayVolumesTold(told);
    const auto missing = minutesThrownAway(batch, marketNow());
    for (const ThrownAway &each : missing)
        m_book.markSuspect(each.symbol, each.minute, each.minute + OneMinute);
    if (!missing.empty())
        Q_EMIT thrownAway(missing);
}

void Pipeline::passTime()
{
    const Timestamp now = marketNow();
    m_book.advance(now);
    previewMoved(now);
    handOut(now);
    reportHealth();
    const SessionWatch::Change change = m_sessions.advance(now);
    if (change.settled)
        Q_EMIT correctionsOver(change.settled->preOpen, change.settled->close);
    if (change.begun)
        Q_EMIT sessionChanged(*change.begun);
}

/// Everything that changed goes to the scanner, the store, the bus and the screen.
void Pipeline::handOut(Timestamp now)
{
    const BarChanges changes = m_book.takeChanges();
    MarketUpdate update;
    update.marketNow = now;
    for (const ClosedMinute &minute : changes.closed) {
        m_scanner.apply(minute);
        m_quotes.take(minute, m_book);
        m_toStore.minutes.push_back(
            {m_parts.symbols.qname(minute.symbol), minute.bar, m_calendar.sessionAt(minute.bar.start)});
        ++(minute.kind == ClosedMinute::Kind::Closed ? m_health.closedMinutes : m_health.corrections);
    }
    m_publisher.publishMinutes(changes.closed);
    m_parts.store.add(std::exchange(m_toStore, {})); // bars before what is found in them
    handOutFindings(now);
    for (const SymbolId symbol : changes.moved) {
        update.quotes.push_back(m_quotes.update(symbol, m_book));
        m_moved.add(symbol);
    }
    update.closed = changes.closed;
    if (!update.isEmpty())
        m_parts.mailbox.post(std::move(update));
    if (!changes.unconfirmed.empty())
        Q_EMIT unconfirmed(changes.unconfirmed);
    if (!changes.confirmed.empty())
        Q_EMIT confirmed(changes.confirmed);
}

/// Patterns and indicators of the bars so far.
void Pipeline::handOutFindings(Timestamp now)
{
    if (m_time.isKnown() && m_scanner.evaluate(now, m_events, TurnSymbols)) // before that, bars could be taken for over
        drainAgain();                                                       // ticks that have come meanwhile go first
    std::vector<PatternEvent> events = std::exchange(m_events, {});
    if (m_isKnown)
        std::erase_if(events, m_isKnown);
    if (!m_isFenced)
        m_publisher.publishEvents(events);
    for (const PatternEvent &event : events) {
        m_health.events += event.state == EventState::Confirmed ? 1 : 0;
        Q_EMIT found(event);
    }
    if (!m_scanner.isOn())
        return;
    if (const auto indicators = m_followed.takeNew(m_scanner); !indicators.empty()) {
        m_publisher.publishIndicators(indicators);
        Q_EMIT measured(indicators);
    }
}

/// What the running bars amount to so far, symbol by symbol, as far as the time allows.
void Pipeline::previewMoved(Timestamp now)
{
    if (!m_scanner.isOn())
        return;
    m_moved.takeTurn([&](SymbolId symbol) {
        if (const auto minute = m_book.forming(symbol); minute && minute->start + OneMinute > now)
            m_scanner.preview(symbol, *minute, now, m_events);
    });
}

void Pipeline::reportHealth()
{
    assertThreadOf(this);
    m_health.marketNow = marketNow();
    m_health.followsFeed = m_time.followsFeed();
    m_health.droppedTicks = m_parts.input.dropped();
    m_health.queuedTicks = m_parts.input.weight();
    m_latency.report(m_health);
    m_health.isScanning = m_scanner.isOn();
    m_health.patterns = static_cast<int>(m_scanner.patternCount());
    m_health.symbols = static_cast<int>(m_book.symbolCount());
    if (m_reports++ % MemoryTurns == 0) { // thousands of symbols are asked
        m_health.barsBytes = m_book.memory();
        m_health.patternsBytes = m_scanner.memory();
    }
    m_parts.health.setPipeline(m_health);
}

} // namespace tickstock
