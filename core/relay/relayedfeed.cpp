// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/relayedfeed.h"

#include "core/types/monotonicclock.h"
#include "core/types/threadcheck.h"

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

/// Minutes older than this are of another session, and are in the database.
constexpr Milliseconds CurrentMinutes = 16 * OneHour;
constexpr Milliseconds PresencePatience{15'000};
/// A sender of minutes is silent for most of one.
constexpr Milliseconds MinuteStall{90'000};

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

QByteArray RelayedFeed::presenceJson(const QString &origin, const QStringList &symbols)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("origin"), origin},
                                     {QStringLiteral("symbols"), QJsonArray::fromStringList(symbols)}})
        .toJson(QJsonDocument::Compact);
}

QStringList RelayedFeed::symbolsInPresence(const QByteArray &json)
{
    QStringList symbols;
    for (const auto &symbol : QJsonDocument::fromJson(json).object()[u"symbols"].toArray())
        symbols.append(symbol.toString());
    return symbols;
}

RelayedFeed::RelayedFeed(Options options, MessageBus &bus, SymbolTable &symbols)
    : m_options(std::move(options))
    , m_bus(bus)
    , m_clock(m_options.clock)
    , m_symbols(symbols)
{
    m_health.id = {1};
    m_health.name = QStringLiteral("redis");
    m_health.endpoint = m_options.endpoint;
    m_housekeeping.setInterval(OneSecond);
    connect(&m_housekeeping, &QTimer::timeout, this, [this] {
        m_health.ratePerSecond =
            static_cast<double>(m_health.ticks - std::exchange(m_ticksAtLastReport, m_health.ticks));
        announceDueHole();
        checkStall();
    });
}

RelayedFeed::~RelayedFeed() = default;

void RelayedFeed::open()
{
    assertThreadOf(this);
    if (std::exchange(m_isOpen, true))
        return;
    m_minutes = m_bus.subscribe(MinuteChannel, this, [this](const BusMessage &message) { takeMinute(message); });
    m_housekeeping.start();
    m_sincePresence.start();
    setStatus(m_isListening ? ConnectionStatus::Quiet : ConnectionStatus::Connecting, StatusReason::Requested);
    if (m_isListening)
        confirmAll();
}

void RelayedFeed::close()
{
    assertThreadOf(this);
    if (!std::exchange(m_isOpen, false))
        return;
    m_minutes.reset();
    m_housekeeping.stop();
    announceHole(StatusReason::Requested, m_dataEnd);
    setStatus(ConnectionStatus::Off, StatusReason::Requested);
}

void RelayedFeed::subscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    const std::vector<SymbolId> added = m_symbols.add(symbols);
    checkCarried();
    if (m_isOpen && m_isListening && !added.empty())
        Q_EMIT confirmed(added);
}

void RelayedFeed::unsubscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    m_symbols.remove(symbols);
    checkCarried();
}

std::vector<ConnectionHealth> RelayedFeed::health() const
{
    assertThreadOf(this);
    ConnectionHealth now = m_health;
    now.refusedPairs = m_symbols.missingCount();
    now.tickers = isConnected(now.status) ? m_symbols.carriedCount() : 0;
    now.dataEnd = m_dataEnd;
    return {now};
}

void RelayedFeed::setListening(bool isListening, const QString &why)
{
    assertThreadOf(this);
    const bool wasListening = std::exchange(m_isListening, isListening);
    if (!m_isOpen)
        return;
    if (isListening && !wasListening) {
        setStatus(ConnectionStatus::Quiet, StatusReason::Requested);
        m_sinceAnyTick.start();
        confirmAll();
    } else if (!isListening && wasListening) {
        announceHole(StatusReason::Lost, m_dataEnd);
        ++m_health.errors;
        setStatus(ConnectionStatus::Reconnecting, StatusReason::Lost, why);
    } else if (!isListening) {
        setStatus(ConnectionStatus::Reconnecting, StatusReason::Unreachable, why);
    }
}

void RelayedFeed::setPresence(const QByteArray &json)
{
    assertThreadOf(this);
    m_isSenderAlive = !json.isEmpty();
    if (!m_isSenderAlive)
        return;
    m_sincePresence.start();
    if (std::exchange(m_presence, json) == json) // it is read once a second, and seldom changes
        return;
    m_symbols.setCarried(symbolsInPresence(json));
    checkCarried();
}

void RelayedFeed::checkCarried()
{
    const auto change = m_symbols.takeChange();
    if (!change)
        return;
    if (!change->missing.isEmpty())
        qCWarning(lcFeed).noquote() << "the sender does not carry" << change->missing.join(u',');
    Q_EMIT notCarried(change->missing);
    if (m_isOpen && m_isListening && !change->begun.empty())
        Q_EMIT confirmed(change->begun);
}

// --- data

void RelayedFeed::countMessage()
{
    ++m_health.messages;
    m_health.lastMessage = wallNow();
}

std::optional<TickMessage> RelayedFeed::read(const QByteArray &json)
{
    countMessage();
    auto tick = tickFromJson(json);
    if (!tick) {
        ++m_health.errors;
        return std::nullopt;
    }
    m_sinceAnyTick.start();
    m_longestWindow = std::max(m_longestWindow, tick->window);
    return tick;
}

void RelayedFeed::take(const TickMessage &tick)
{
    addToBatch(tickOf(tick), tick.symbol);
}

/// Older minutes are ignored: they are in the database, and the bar book knows the running session only.
void RelayedFeed::takeMinute(const BusMessage &message)
{
    countMessage();
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
    addToBatch(made, symbol);
}

void RelayedFeed::addToBatch(Tick tick, const QString &symbol)
{
    const auto id = m_symbols.find(symbol);
    if (!id)
        return;
    tick.symbol = *id;
    if (!m_batch) {
        m_batch = std::make_shared<TickBatch>();
        m_batch->connection = m_health.id;
        m_batch->received = wallNow();
        m_batch->receivedNs = std::chrono::steady_clock::now().time_since_epoch().count();
        QMetaObject::invokeMethod(this, &RelayedFeed::emitBatch, Qt::QueuedConnection);
    }
    m_batch->ticks.push_back(tick);
}

void RelayedFeed::emitBatch()
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

// --- holes and status

void RelayedFeed::noteMissed()
{
    assertThreadOf(this);
    if (!m_hole.isNoted()) {
        emitBatch(); // what was taken before the hole belongs before it
        m_hole.note(m_dataEnd);
    }
    announceDueHole();
}

void RelayedFeed::announceDueHole()
{
    const auto since = m_hole.takeDue(monotonicUs());
    if (!since)
        return;
    announceHole(StatusReason::ShortSilence, *since);
    confirmAll();
}

void RelayedFeed::announceHole(StatusReason reason, Timestamp since)
{
    const Loss loss{m_health.id, m_symbols.carried(), since, reason};
    if (!loss.symbols.empty() && isConnected(m_health.status))
        Q_EMIT lost(loss);
}

void RelayedFeed::confirmAll()
{
    if (const auto symbols = m_symbols.carried(); !symbols.empty())
        Q_EMIT confirmed(symbols);
}

void RelayedFeed::checkStall()
{
    if (!isConnected(m_health.status))
        return;
    const Milliseconds stall = m_longestWindow >= OneMinute ? std::max(m_options.stall, MinuteStall) : m_options.stall;
    if (m_sinceAnyTick.isValid() && m_sinceAnyTick.elapsed() < stall.count())
        return;
    const bool isMarketOpen = m_calendar.sessionAt(m_clock.now(wallNow())) != Session::Closed;
    if (!m_isSenderAlive && m_sincePresence.elapsed() >= PresencePatience.count())
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled, QStringLiteral("no tickstockd is sending"));
    else if (m_symbols.isEmpty())
        setStatus(ConnectionStatus::Quiet, StatusReason::NoSubscriptions);
    else if (!isMarketOpen)
        setStatus(ConnectionStatus::Quiet, StatusReason::MarketClosed);
    else
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled);
}

void RelayedFeed::setStatus(ConnectionStatus status, StatusReason reason, const QString &detail)
{
    if (!m_health.enter(status, reason, detail, wallNow()))
        return;
    qCInfo(lcFeed).noquote() << m_health.name << toText(status) << detail;
    Q_EMIT statusChanged(health().front());
}

} // namespace tickstock
