// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/redisfeed.h"

#include "core/types/threadcheck.h"

namespace tickstock {

RedisFeed::RedisFeed(QByteArray tickChannel, Options options, MessageBus &bus, SymbolTable &symbols)
    : RelayedFeed(std::move(options), bus, symbols)
    , m_tickChannel(std::move(tickChannel))
    , m_bus(bus)
{
}

RedisFeed::~RedisFeed() = default;

void RedisFeed::open()
{
    assertThreadOf(this);
    if (!m_ticks)
        m_ticks = m_bus.subscribe(m_tickChannel, this, [this](const BusMessage &message) { takeTick(message); });
    RelayedFeed::open();
}

void RedisFeed::close()
{
    assertThreadOf(this);
    m_ticks.reset();
    RelayedFeed::close();
}

void RedisFeed::takeTick(const BusMessage &message)
{
    const auto tick = read(message.payload);
    if (!tick)
        return;
    const auto step = m_sequence.follow(tick->origin, tick->sequence);
    if (step == SequenceFollower::Step::Repeated)
        return; // sent again because an acknowledgement was lost
    if (step == SequenceFollower::Step::AfterHole)
        noteMissed();
    else
        announceDueHole();
    take(*tick);
}

} // namespace tickstock
