// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/frameintake.h"

#include "core/market/marketclock.h"
#include "core/types/monotonicclock.h"

#include <QLoggingCategory>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

constexpr Milliseconds HoldBack{2'000}; // the vendor broadcasts A two seconds after the window
/// A feed gone bad must not fill the disk: after the first few only every thousandth malformed event is logged.
constexpr quint64 AlwaysLogged = 20;
constexpr quint64 LoggedEvery = 1'000;
/// So much of a key gives it away; a sample may end within it.
constexpr qsizetype SecretLength = 6;

} // namespace

FrameIntake::FrameIntake(QString name, SymbolTable &symbols, bool allowsFuture, Milliseconds unreadable,
                         const QString &key)
    : m_name(std::move(name))
    , m_keyBegins(key.left(SecretLength))
    , m_allowsFuture(allowsFuture)
    , m_unreadable(unreadable)
    , m_parser(symbols)
{
}

void FrameIntake::beginConnection()
{
    m_rejectingSince.reset();
    m_isUnreadable = false;
}

const massive::ParsedFrame &FrameIntake::read(const QString &frame, Timestamp received, std::int64_t receivedNs,
                                              Milliseconds serverAhead)
{
    m_parser.parse(frame, m_frame);
    m_received = received;
    m_receivedNs = receivedNs;
    m_serverAhead = serverAhead;
    if (!m_allowsFuture)
        rejectFuture();
    if (m_frame.malformed > 0)
        countMalformed();
    judgeReadability();
    ++m_messages;
    m_ticks += m_frame.ticks.size();
    m_quotes += m_frame.quotes.size();
    m_bands += m_frame.bands.size();
    m_ignored += static_cast<quint64>(m_frame.ignored);
    return m_frame;
}

void FrameIntake::judgeReadability()
{
    if (m_frame.hasData()) {
        beginConnection();
    } else if (m_frame.malformed > 0) {
        if (!m_rejectingSince)
            m_rejectingSince = m_receivedNs;
        m_isUnreadable = std::chrono::nanoseconds(m_receivedNs - *m_rejectingSince) >= m_unreadable;
    }
}

/// An event from the future would freeze its symbol until then.
void FrameIntake::rejectFuture()
{
    const Timestamp latest = m_received + m_serverAhead + MarketClock::AutoThreshold;
    const auto rejected = std::erase_if(m_frame.ticks, [this, latest](const Tick &tick) {
        if (tick.end <= latest)
            return false;
        m_frame.thrownAway.push_back({tick.symbol, {}});
        return true;
    });
    const auto isLater = [latest](const auto &event) { return event.time > latest; };
    const auto all = rejected + std::erase_if(m_frame.quotes, isLater) + std::erase_if(m_frame.bands, isLater);
    if (all == 0)
        return;
    if (m_frame.malformed == 0)
        m_frame.problem = "an event from the future";
    m_frame.malformed += static_cast<int>(all);
    m_frame.flaws[static_cast<std::size_t>(Flaw::Time)] += all;
}

void FrameIntake::countMalformed()
{
    const bool isFirst = m_malformed == 0;
    m_malformed += static_cast<quint64>(m_frame.malformed);
    std::transform(m_flaws.begin(), m_flaws.end(), m_frame.flaws.begin(), m_flaws.begin(), std::plus());
    if (isFirst || m_malformed < AlwaysLogged || m_malformed % LoggedEvery == 0) {
        qCWarning(lcFeed).noquote() << m_name << "dropped" << m_frame.malformed << "malformed event(s):" << problem()
                                    << "in" << sample();
    }
}

/// The beginning of the frame, for the log.
QString FrameIntake::sample() const
{
    const QString text = QString::fromUtf8(m_frame.sample);
    const bool isSecret = m_keyBegins.size() == SecretLength && text.contains(m_keyBegins);
    return isSecret ? QStringLiteral("a frame with the key in it") : text;
}

void FrameIntake::addTo(TickBatch &batch) const
{
    batch.ticks.insert(batch.ticks.end(), m_frame.ticks.begin(), m_frame.ticks.end());
    batch.thrownAway.insert(batch.thrownAway.end(), m_frame.thrownAway.begin(), m_frame.thrownAway.end());
}

QuoteBatchPtr FrameIntake::quotes(ConnectionId connection) const
{
    return std::make_shared<QuoteBatch>(QuoteBatch{connection, m_frame.quotes, m_frame.bands});
}

Milliseconds FrameIntake::latency() const
{
    const Tick &newest = *std::max_element(m_frame.ticks.begin(), m_frame.ticks.end(),
                                           [](const Tick &a, const Tick &b) { return a.end < b.end; });
    const Milliseconds held = newest.kind == TickKind::SecondBar ? HoldBack : Milliseconds(0);
    return m_received + m_serverAhead - newest.end - held;
}

void FrameIntake::measureRate()
{
    m_rate = static_cast<double>(m_ticks - std::exchange(m_ticksAtLastRate, m_ticks));
    m_latency.roll(monotonicUs() / 1'000);
}

void FrameIntake::report(ConnectionHealth &into) const
{
    into.messages = m_messages;
    into.ticks = m_ticks;
    into.quotes = m_quotes;
    into.bands = m_bands;
    into.errors += m_malformed;
    into.ignored = m_ignored;
    into.thrownAway = m_flaws;
    into.lastMessage = m_received;
    into.ratePerSecond = m_rate;
    into.latencyP50Ms = m_latency.percentile(0.5);
    into.latencyP99Ms = m_latency.percentile(0.99);
}

} // namespace tickstock
