// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/relayedfeed.h"
#include "core/relay/sequencefollower.h"

namespace tickstock {

/// The market as another program publishes it on the bus: its ticks, and its closed minutes, so that minutes agree
/// everywhere. Opens no connection to the vendor. The numbers of the ticks tell what is missing, which is announced as
/// lost; a symbol that the sender does not carry counts as refused. Lives in the feed thread.
class RedisFeed final : public RelayedFeed
{
    Q_OBJECT

public:
    /// @param bus and @param symbols must outlive the feed
    RedisFeed(QByteArray tickChannel, Options options, MessageBus &bus, SymbolTable &symbols);
    ~RedisFeed() override;

    void open() override;
    void close() override;

private:
    void takeTick(const BusMessage &message);

    const QByteArray m_tickChannel;
    MessageBus &m_bus;
    SequenceFollower m_sequence;
    std::unique_ptr<MessageBus::Subscription> m_ticks;
};

} // namespace tickstock
