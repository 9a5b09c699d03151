// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/redisfeed.h"

#include "core/bus/channels.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

/// Minutes older than this are of another session, and lie in the database.
constexpr Milliseconds CurrentMinutes = 16 * OneHour;
constexpr qint64 PresencePatienceMs = 15'000;
constexpr qint64 HolePauseMs = 2'000;
/// A sender of minutes is silent for most of one.
constexpr qint64 MinuteStallMs = 90'000;

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

QByteArray RedisFeed::presenceJson(const QString &origin, const QStringList &symbols)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("origin"), origin},
                                     {QStringLiteral("symbols"), QJsonArray::fromStringList(symbols)}})
        .toJson(QJsonDocument::Compact);
}

RedisFeed::RedisFeed(Options options, MessageBus &bus, SymbolTable &symbols)
    : m_options(std::move(options))
    , m_bus(bus)
    , m_symbols(symbols)
    , m_clock(m_options.clock)
{
    m_health.id = {1};
    m_health.name = QStringLiteral("redis");
    m_health.endpoint = m_options.endpoint;
    m_housekeeping.setInterval(1'000);
    connect(&m_housekeeping, &QTimer::timeout, this, &RedisFeed::housekeep);
}

RedisFeed::~RedisFeed() = default;

void RedisFeed::open()
{
    if (std::exchange(m_isOpen, true))
        return;
    m_subscriptions.push_back(
        m_bus.subscribe(m_options.tickChannel, this, [this](const BusMessage &message) { takeTick(message); }));
    m_subscriptions.push_back(
        m_bus.subscribe(MinuteChannel, this, [this](const BusMessage &message) { takeMinute(message); }));
    m_housekeeping.start();
    m_sincePresence.start();
    setStatus(m_isListening ? ConnectionStatus::Quiet : ConnectionStatus::Connecting, StatusReason::Requested);
    if (m_isListening)
        confirmAll();
}

void RedisFeed::close()
{
    if (!std::exchange(m_isOpen, false))
        return;
    m_subscriptions.clear();
    m_housekeeping.stop();
    announceHole(StatusReason::Requested, m_dataEnd);
    setStatus(ConnectionStatus::Off, StatusReason::Requested);
}

void RedisFeed::subscribe(const QStringList &symbols)
{
    std::vector<SymbolId> added;
    for (const QString &symbol : symbols) {
        const auto id = m_symbols.intern(symbol);
        if (!id || m_wanted.contains(symbol))
            continue;
        m_wanted.insert(symbol, *id);
        added.push_back(*id);
    }
    compareCarried();
    if (m_isOpen && m_isListening && !added.empty())
        Q_EMIT confirmed(added);
}

void RedisFeed::unsubscribe(const QStringList &symbols)
{
    for (const QString &symbol : symbols)
        m_wanted.remove(symbol);
    compareCarried();
}

std::vector<ConnectionHealth> RedisFeed::health() const
{
    ConnectionHealth now = m_health;
    const int refused = static_cast<int>(m_missing.size());
    now.refusedPairs = refused;
    now.tickers = isConnected(now.status) ? static_cast<int>(m_wanted.size()) - refused : 0;
    now.dataEnd = m_dataEnd;
    return {now};
}

void RedisFeed::setListening(bool isListening, const QString &why)
{
    const bool was = std::exchange(m_isListening, isListening);
    if (!m_isOpen || was == isListening) {
        if (m_isOpen && !isListening)
            setStatus(ConnectionStatus::Reconnecting, StatusReason::Unreachable, why);
        return;
    }
    if (isListening) {
        setStatus(ConnectionStatus::Quiet, StatusReason::Requested);
        m_sinceAnyTick.start();
        confirmAll();
    } else {
        announceHole(StatusReason::Lost, m_dataEnd);
        ++m_health.errors;
        setStatus(ConnectionStatus::Reconnecting, StatusReason::Lost, why);
    }
}

void RedisFeed::setPresence(const QByteArray &json)
{
    m_isSenderAlive = !json.isEmpty();
    if (!m_isSenderAlive)
        return;
    m_sincePresence.start();
    if (std::exchange(m_presence, json) == json) // as it is, once a second
        return;
    m_knowsCarried = true;
    m_carried.clear();
    for (const auto &symbol : QJsonDocument::fromJson(json).object()[u"symbols"].toArray())
        m_carried.insert(symbol.toString());
    compareCarried();
}

void RedisFeed::compareCarried()
{
    QStringList missing;
    for (auto it = m_wanted.cbegin(); it != m_wanted.cend() && m_knowsCarried; ++it) {
        if (!m_carried.contains(it.key()))
            missing.append(it.key());
    }
    missing.sort();
    const QStringList before = std::exchange(m_missing, missing);
    if (before == missing)
        return;
    if (!missing.isEmpty())
        qCWarning(lcFeed).noquote() << "the sender does not carry" << missing.join(u',');
    Q_EMIT notCarried(missing);
    std::vector<SymbolId> begun;
    for (const QString &symbol : before) {
        if (m_wanted.contains(symbol) && !missing.contains(symbol))
            begun.push_back(m_wanted[symbol]);
    }
    if (m_isOpen && m_isListening && !begun.empty())
        Q_EMIT confirmed(begun);
}

/// As far as the sender has said what it carries.
std::vector<SymbolId> RedisFeed::carried() const
{
    std::vector<SymbolId> symbols;
    for (auto it = m_wanted.cbegin(); it != m_wanted.cend(); ++it) {
        if (!m_missing.contains(it.key()))
            symbols.push_back(it.value());
    }
    return symbols;
}

// --- what comes

void RedisFeed::takeTick(const BusMessage &message)
{
    ++m_health.messages;
    m_health.lastMessage = wallNow();
    const auto tick = tickFromJson(message.payload);
    if (!tick) {
        ++m_health.errors;
        return;
    }
    m_sinceAnyTick.start();
    m_longestWindow = std::max(m_longestWindow, tick->window);
    if (!followSequence(*tick))
        return; // sent again because an acknowledgement was lost
    Tick made;
    made.kind = tick->window >= OneMinute ? TickKind::MinuteBar : tick->kind;
    made.updatesHighLow = tick->updatesHighLow;
    made.updatesLast = tick->updatesLast;
    made.updatesVolume = tick->updatesVolume;
    made.start = tick->start;
    made.end = tick->kind == TickKind::Trade ? tick->start : tick->start + tick->window;
    made.open = tick->open;
    made.high = tick->high;
    made.low = tick->low;
    made.close = tick->close;
    made.volume = tick->volume;
    gather(made, tick->symbol);
}

/// Between one tick and the next of the same run of the sender nothing is missing. What another run did not send is
/// not known. False for a tick that has come before.
bool RedisFeed::followSequence(const TickMessage &message)
{
    if (!m_options.readsAll) // parts of a sender's numbers tell nothing; the bar book knows what comes twice
        return true;
    const bool isFirst = m_sequences.isEmpty();
    std::int64_t &last = m_sequences[message.origin];
    if (message.sequence <= last)
        return false;
    const bool isNext = message.sequence == last + 1 && (last > 0 || isFirst);
    const bool hasHole = !isNext && !(isFirst && last == 0);
    last = message.sequence;
    if (hasHole)
        noteMissed();
    else
        tellHole();
    return true;
}

void RedisFeed::noteMissed()
{
    if (!m_holeSince.isValid()) {
        handOn();
        m_holeSince = m_dataEnd;
    }
    tellHole();
}

/// A sender that drops all the time is one hole after the other; they are told together.
void RedisFeed::tellHole()
{
    if (!m_holeSince.isValid() || (m_sinceHole.isValid() && m_sinceHole.elapsed() < HolePauseMs))
        return;
    m_sinceHole.start();
    announceHole(StatusReason::ShortSilence, std::exchange(m_holeSince, {}));
    confirmAll();
}

/// Older ones have no say: they are in the database, and the bar book knows the running session only.
void RedisFeed::takeMinute(const BusMessage &message)
{
    ++m_health.messages;
    m_health.lastMessage = wallNow();
    const auto minute = minuteFromJson(message.payload);
    if (!minute) {
        ++m_health.errors;
        return;
    }
    const auto &[symbol, bar] = *minute;
    if (m_dataEnd.isValid() && m_dataEnd - bar.start > CurrentMinutes)
        return;
    Tick made;
    made.kind = TickKind::MinuteBar;
    made.start = bar.start;
    made.end = bar.start + OneMinute;
    made.open = bar.open;
    made.high = bar.high;
    made.low = bar.low;
    made.close = bar.close;
    made.volume = bar.volume;
    made.vwap = bar.vwap;
    gather(made, symbol);
}

void RedisFeed::gather(Tick tick, const QString &symbol)
{
    const auto wanted = m_wanted.constFind(symbol);
    if (wanted == m_wanted.cend())
        return;
    tick.symbol = *wanted;
    if (!m_batch) {
        m_batch = std::make_shared<TickBatch>();
        m_batch->connection = m_health.id;
        m_batch->received = wallNow();
        m_batch->receivedNs = std::chrono::steady_clock::now().time_since_epoch().count();
        QMetaObject::invokeMethod(this, &RedisFeed::handOn, Qt::QueuedConnection);
    }
    m_batch->ticks.push_back(tick);
}

void RedisFeed::handOn()
{
    if (!m_batch)
        return;
    const auto batch = std::exchange(m_batch, nullptr);
    for (const Tick &tick : batch->ticks) {
        m_clock.observe(tick.end, batch->received);
        m_dataEnd = std::max(m_dataEnd, tick.end);
    }
    m_health.ticks += batch->ticks.size();
    if (m_health.status != ConnectionStatus::Live && isConnected(m_health.status))
        setStatus(ConnectionStatus::Live, StatusReason::DataFlows);
    Q_EMIT ticks(batch);
}

// --- what does not

void RedisFeed::announceHole(StatusReason reason, Timestamp since)
{
    const Loss loss{m_health.id, carried(), since, reason};
    if (!loss.symbols.empty() && isConnected(m_health.status))
        Q_EMIT lost(loss);
}

void RedisFeed::confirmAll()
{
    if (const auto symbols = carried(); !symbols.empty())
        Q_EMIT confirmed(symbols);
}

void RedisFeed::housekeep()
{
    m_health.ratePerSecond = static_cast<double>(m_health.ticks - std::exchange(m_ticksAtLastReport, m_health.ticks));
    tellHole();
    if (!isConnected(m_health.status))
        return;
    const qint64 stall = m_longestWindow >= OneMinute ? std::max<qint64>(m_options.stall.count(), MinuteStallMs)
                                                      : m_options.stall.count();
    if (m_sinceAnyTick.isValid() && m_sinceAnyTick.elapsed() < stall)
        return;
    const bool isOpen = m_calendar.sessionAt(m_clock.now(wallNow())) != Session::Closed;
    if (!m_isSenderAlive && m_sincePresence.elapsed() >= PresencePatienceMs)
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled, QStringLiteral("no tickstockd is sending"));
    else if (m_wanted.isEmpty())
        setStatus(ConnectionStatus::Quiet, StatusReason::NoSubscriptions);
    else if (!isOpen)
        setStatus(ConnectionStatus::Quiet, StatusReason::MarketClosed);
    else
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled);
}

void RedisFeed::setStatus(ConnectionStatus status, StatusReason reason, const QString &detail)
{
    if (!m_health.enter(status, reason, detail, wallNow()))
        return;
    qCInfo(lcFeed).noquote() << m_health.name << toText(status) << detail;
    Q_EMIT statusChanged(health().front());
}

} // namespace tickstock
