// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/redisfeed.h"

#include "core/types/threadcheck.h"

namespace tickstock {

RedisFeed::RedisFeed(Options options, MessageBus &bus, SymbolTable &symbols)
    : m_tickChannel(options.tickChannel)
    , m_bus(bus)
    , m_market({options.endpoint, options.stall, options.clock}, bus, symbols, *this)
{
    connect(&m_market, &RelayedMarket::notCarried, this, &RedisFeed::notCarried);
}

RedisFeed::~RedisFeed() = default;

void RedisFeed::open()
{
    assertThreadOf(this);
    if (!m_ticks)
        m_ticks = m_bus.subscribe(m_tickChannel, this, [this](const BusMessage &message) { takeTick(message); });
    m_market.open();
}

void RedisFeed::close()
{
    assertThreadOf(this);
    m_ticks.reset();
    m_market.close();
}

void RedisFeed::subscribe(const QStringList &symbols)
{
    m_market.subscribe(symbols);
}

void RedisFeed::unsubscribe(const QStringList &symbols)
{
    m_market.unsubscribe(symbols);
}

std::vector<ConnectionHealth> RedisFeed::health() const
{
    return m_market.health();
}

void RedisFeed::setListening(bool isListening, const QString &why)
{
    m_market.setListening(isListening, why);
}

void RedisFeed::setPresence(const QByteArray &json)
{
    m_market.setPresence(json);
}

void RedisFeed::takeTick(const BusMessage &message)
{
    const auto tick = m_market.read(message.payload);
    if (!tick)
        return;
    const auto step = m_sequence.follow(tick->origin, tick->sequence);
    if (step == SequenceFollower::Step::Repeated)
        return; // sent again because an acknowledgement was lost
    if (step == SequenceFollower::Step::AfterHole)
        m_market.noteMissed();
    else
        m_market.announceDueHole();
    m_market.take(*tick);
}

} // namespace tickstock
