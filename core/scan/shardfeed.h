// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/relayedfeed.h"

namespace tickstock {

/// The market of a scan worker: the ticks of the streams it holds, and the sender's closed minutes from the bus. The
/// streams tell by themselves what was missed; the numbers of the ticks do not, because others read the other streams.
/// Lives in the feed thread.
class ShardFeed final : public RelayedFeed
{
    Q_OBJECT

public:
    /// @param bus and @param symbols must outlive the feed
    ShardFeed(Options options, MessageBus &bus, SymbolTable &symbols);
    ~ShardFeed() override;

    /// Ticks of the streams, as JSON.
    void receive(const std::vector<QByteArray> &ticks);
};

} // namespace tickstock
