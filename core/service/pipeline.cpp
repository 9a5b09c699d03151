// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/pipeline.h"

#include "core/bus/channels.h"
#include "core/relay/tickjson.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tickstock {

namespace {

constexpr int ClockMs = 250;
/// Stored minutes that the running bars continue.
constexpr Milliseconds BookSpan = 3 * OneDay;
/// Bars that run are looked at so often, and for so long at a time: closed ones come first.
constexpr qint64 PreviewEveryMs = 1'000;
constexpr qint64 PreviewBudgetMs = 15;

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

Pipeline::Pipeline(Parts parts, const Settings &settings, QString sourceWord, const PatternSettings &patterns)
    : m_parts(parts)
    , m_settings(settings)
    , m_sourceWord(std::move(sourceWord))
    , m_clock(settings.marketClock)
    , m_forwarder(settings.tickChannel.toUtf8(), settings.channels, m_sourceWord)
    , m_scanner(parts.symbols, m_forwarder.origin(), patterns)
{
    m_clockTimer.setInterval(ClockMs);
    connect(&m_clockTimer, &QTimer::timeout, this, &Pipeline::passTime);
    m_clockTimer.start();
}

Timestamp Pipeline::marketNow() const
{
    return m_clock.now(wallNow() + m_skew);
}

void Pipeline::setServerTime(Timestamp now)
{
    m_knowsTime = true;
    const Timestamp wall = wallNow();
    const Milliseconds ahead = now - wall;
    if (ahead < MarketClock::AutoThreshold && ahead > -MarketClock::AutoThreshold)
        m_skew = ahead;
    else
        m_clock.observe(now, wall);
}

void Pipeline::noteHeard(quint64 accepted, quint64 malformed)
{
    m_health.received = accepted;
    m_health.malformed = malformed;
}

void Pipeline::seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes)
{
    const auto recent = std::find_if(minutes.begin(), minutes.end(), [&](const Bar &minute) {
        return minute.start + BookSpan >= minutes.back().start;
    });
    m_book.seed(symbol, std::vector<Bar>(recent, minutes.end()));
    showQuote(symbol);
}

void Pipeline::seedPatterns(SymbolId symbol, const PatternSeed &seed)
{
    m_scanner.resume(symbol);
    if (!seed.days.empty())
        m_scanner.seedDays(symbol, seed.days);
    m_scanner.seedUsualVolumes(symbol, seed.usual);
    m_scanner.seedMinutes(symbol, seed.minutes, seed.reported);
}

void Pipeline::setScanning(bool isOn, const QString &scanner)
{
    m_scanner.setOn(isOn);
    m_health.scanner = scanner;
}

void Pipeline::resumePatterns(const std::vector<SymbolId> &symbols)
{
    for (const SymbolId symbol : symbols)
        m_scanner.resume(symbol);
}

void Pipeline::forgetPatterns(const std::vector<SymbolId> &symbols)
{
    for (const SymbolId symbol : symbols)
        m_scanner.forget(symbol);
}

void Pipeline::setFollowed(const std::vector<SymbolId> &symbols)
{
    const auto before = std::exchange(m_followed, {});
    for (const SymbolId symbol : symbols) {
        const auto known = before.find(symbol);
        m_followed[symbol] = known == before.end() ? SentBars() : known->second;
    }
}

void Pipeline::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    m_scanner.seedDays(symbol, days);
    m_previousCloses[symbol] = days.back().close;
    showQuote(symbol);
}

QuoteUpdate Pipeline::quoteUpdate(SymbolId symbol) const
{
    const Quote *quote = m_book.quote(symbol);
    const auto close = m_previousCloses.find(symbol);
    const ConnectionId connection = symbol.value < m_broughtBy.size() ? m_broughtBy[symbol.value] : ConnectionId();
    return {symbol, quote ? *quote : Quote(), close == m_previousCloses.end() ? NoValue : close->second,
            m_book.forming(symbol), connection};
}

void Pipeline::showQuote(SymbolId symbol)
{
    MarketUpdate update;
    update.marketNow = marketNow();
    update.quotes.push_back(quoteUpdate(symbol));
    m_parts.mailbox.post(std::move(update));
}

void Pipeline::interrupt(const std::vector<SymbolId> &symbols, Timestamp since)
{
    const Timestamp now = marketNow();
    // Seconds are held back: what comes first may belong to the minute before.
    const Timestamp settled = now - BarBook::CloseGrace;
    for (const SymbolId symbol : symbols)
        m_book.markSuspect(symbol, since.isValid() ? std::min(since, settled) : settled, now);
}

void Pipeline::beginWith(const std::vector<std::pair<SymbolId, Timestamp>> &symbols)
{
    for (const auto &[symbol, start] : symbols)
        m_book.markSuspect(symbol, start, start);
    handOut(marketNow());
}

void Pipeline::release(SymbolId symbol, Timestamp minute)
{
    m_book.release(symbol, minute);
    handOut(marketNow());
}

void Pipeline::applyRest(SymbolId symbol, const std::vector<Bar> &minutes)
{
    const Timestamp now = marketNow();
    for (const Bar &minute : minutes)
        m_book.applyRest(symbol, minute, now);
    handOut(now);
}

void Pipeline::drain()
{
    const std::vector<TickBatchPtr> batches = m_parts.input.takeAll();
    if (m_parts.input.dropped() != m_droppedSeen)
        markDropped(batches);
    for (const TickBatchPtr &batch : batches)
        take(*batch);
    handOut(marketNow());
}

/// Before anything newer is looked at: the minutes from the last batch worked off to the first that is left cannot be
/// trusted, for any symbol.
void Pipeline::markDropped(const std::vector<TickBatchPtr> &survivors)
{
    m_droppedSeen = m_parts.input.dropped();
    Timestamp until = marketNow();
    if (!survivors.empty() && !survivors.front()->ticks.empty())
        until = std::max(m_takenUntil, survivors.front()->ticks.back().end);
    const Timestamp since = m_takenUntil.isValid() ? m_takenUntil - BarBook::CloseGrace : until;
    m_book.markAllSuspect(since, until);
    Q_EMIT overloaded(m_book.knownSymbols(), since, until);
}

void Pipeline::take(const TickBatch &batch)
{
    const Timestamp received = batch.received + m_skew;
    const bool isForwarding = m_settings.forwardTicks && m_settings.tickSource == TickSource::WebSocket &&
                              m_parts.bus.hasListener(m_settings.tickChannel.toUtf8());
    for (const Tick &tick : batch.ticks) {
        m_clock.observe(tick.end, received);
        const int revision = m_book.apply(tick, m_clock.now(received));
        if (isForwarding && revision != BarBook::Known)
            forward(tick, batch.connection, revision);
        if (tick.symbol.value >= m_broughtBy.size())
            m_broughtBy.resize(tick.symbol.value + 1);
        m_broughtBy[tick.symbol.value] = batch.connection;
    }
    m_takenUntil = m_clock.now(received);
    m_book.advance(m_takenUntil);
    m_health.ticks += batch.ticks.size();
    m_knowsTime = m_knowsTime || !batch.ticks.empty();
    const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
    const std::int64_t latencyUs = (now - batch.receivedNs) / 1'000;
    m_latency.record(latencyUs);
    m_latencies[batch.connection.value].record(latencyUs);
    m_health.connections[batch.connection.value].taken += batch.ticks.size();
    if (m_settings.storeTicks)
        storeTicks(batch);
    publishForwarded();
    m_sequence += static_cast<std::int64_t>(batch.ticks.size());
}

void Pipeline::storeTicks(const TickBatch &batch)
{
    std::int64_t sequence = m_sequence;
    for (const Tick &tick : batch.ticks)
        m_toStore.ticks.push_back({m_parts.symbols.qname(tick.symbol), tick, batch.connection.value, ++sequence});
}

void Pipeline::forward(const Tick &tick, ConnectionId connection, int revision)
{
    if (m_forwarder.forwards(tick.kind))
        m_toForward.push_back(m_forwarder.message(tick, m_parts.symbols.qname(tick.symbol), connection, revision));
}

void Pipeline::publishForwarded()
{
    if (!m_toForward.empty())
        m_parts.bus.publish(std::exchange(m_toForward, {}));
}

void Pipeline::passTime()
{
    const Timestamp now = marketNow();
    m_book.advance(now);
    previewMoved(now);
    handOut(now);
    reportHealth();
    const SessionHours hours = m_calendar.currentOrPrevious(now);
    const QDate session = hours.date;
    const Timestamp settled = hours.close + BarBook::CorrectionWindow + OneMinute;
    if (now < settled) {
        m_awaitingClose = session;
    } else if (m_awaitingClose == session) {
        m_awaitingClose = {};
        Q_EMIT correctionsOver(hours.preOpen, hours.close);
    }
    if (std::exchange(m_session, session) != session)
        Q_EMIT sessionChanged(session);
}

/// Everything that changed goes to the scanner, the store, the bus and the screen.
void Pipeline::handOut(Timestamp now)
{
    const BarChanges changes = m_book.takeChanges();
    MarketUpdate update;
    update.marketNow = now;
    for (const ClosedMinute &minute : changes.closed) {
        m_scanner.apply(minute);
        m_toStore.minutes.push_back(
            {m_parts.symbols.qname(minute.symbol), minute.bar, m_calendar.sessionAt(minute.bar.start)});
        ++(minute.kind == ClosedMinute::Kind::Closed ? m_health.closedMinutes : m_health.corrections);
    }
    if (m_knowsTime) // before that, bars could be taken for over that are not
        m_scanner.evaluate(now, m_events);
    publishMinutes(changes.closed);
    publishEvents(std::exchange(m_events, {}));
    publishIndicators();
    m_parts.store.add(std::exchange(m_toStore, {}));
    for (const SymbolId symbol : changes.moved) {
        update.quotes.push_back(quoteUpdate(symbol));
        if (symbol.value >= m_hasMoved.size())
            m_hasMoved.resize(symbol.value + 1);
        if (!m_hasMoved[symbol.value])
            m_moved.push_back(symbol);
        m_hasMoved[symbol.value] = true;
    }
    update.closed = changes.closed;
    if (!update.isEmpty())
        m_parts.mailbox.post(std::move(update));
    if (!changes.unconfirmed.empty())
        Q_EMIT unconfirmed(changes.unconfirmed);
    if (!changes.confirmed.empty())
        Q_EMIT settled(changes.confirmed);
}

void Pipeline::publishMinutes(const std::vector<ClosedMinute> &closed)
{
    const bool isOurs = m_settings.tickSource == TickSource::WebSocket; // else they come from there
    if (closed.empty() || !isOurs || !m_parts.bus.hasListener(MinuteChannel))
        return;
    std::vector<BusMessage> messages;
    for (const ClosedMinute &minute : closed) {
        if (minute.kind != ClosedMinute::Kind::Confirmed)
            messages.push_back({MinuteChannel, minuteJson(minute.bar, m_parts.symbols.qname(minute.symbol)), 0, 0});
    }
    m_parts.bus.publish(messages);
}

/// What the running bars amount to so far, symbol by symbol, as far as the time allows.
void Pipeline::previewMoved(Timestamp now)
{
    if (!m_scanner.isOn() || (m_sincePreview.isValid() && m_sincePreview.elapsed() < PreviewEveryMs))
        return;
    m_sincePreview.start();
    while (!m_moved.empty() && m_sincePreview.elapsed() < PreviewBudgetMs) {
        const SymbolId symbol = m_moved.front();
        m_moved.pop_front();
        m_hasMoved[symbol.value] = false;
        if (const auto minute = m_book.forming(symbol); minute && minute->start + OneMinute > now)
            m_scanner.preview(symbol, *minute, now, m_events);
    }
}

/// Of the bars that have closed since, in every time frame.
void Pipeline::publishIndicators()
{
    if (!m_scanner.isOn())
        return;
    std::vector<BusMessage> messages;
    for (auto &[symbol, sent] : m_followed) {
        for (std::size_t i = 0; i < sent.size(); ++i) {
            const auto values = m_scanner.indicators(symbol, DataBlender::Scanned[i]);
            if (!values || values->barStart <= sent[i])
                continue;
            sent[i] = values->barStart;
            messages.push_back({IndicatorChannel, toJson(*values), 0, 0});
        }
    }
    if (!messages.empty())
        m_parts.bus.publish(messages);
}

void Pipeline::publishEvents(const std::vector<PatternEvent> &events)
{
    std::vector<BusMessage> messages;
    for (const PatternEvent &event : events) {
        if (m_isKnown && m_isKnown(event))
            continue;
        const QByteArray json = toJson(event);
        m_health.events += event.state == EventState::Confirmed ? 1 : 0;
        if (m_isFenced) {
            messages.push_back({findingsChannel(), json, 0, 0});
            continue;
        }
        if (event.state == EventState::Confirmed && !event.isRepeated) {
            messages.push_back({PatternChannel, json, 0, 0});
            messages.push_back({PatternEventChannel, json, 0, 0});
        }
        messages.push_back({StreamingChannel, json, 0, 0});
    }
    if (!messages.empty())
        m_parts.bus.publish(messages);
}

void Pipeline::reportHealth()
{
    m_health.marketNow = marketNow();
    m_health.followsFeed = m_clock.followsFeed();
    m_health.droppedTicks = m_parts.input.dropped();
    m_health.queuedTicks = m_parts.input.weight();
    m_health.latencyP50Us = m_latency.percentile(0.5);
    m_health.latencyP99Us = m_latency.percentile(0.99);
    for (std::size_t id = 0; id < m_latencies.size(); ++id) {
        m_health.connections[id].latencyP50Us = m_latencies[id].percentile(0.5);
        m_health.connections[id].latencyP99Us = m_latencies[id].percentile(0.99);
    }
    m_health.isScanning = m_scanner.isOn();
    m_health.patterns = static_cast<int>(m_scanner.patternCount());
    m_health.symbols = static_cast<int>(m_book.symbolCount());
    m_parts.health.setPipeline(m_health);
}

} // namespace tickstock
