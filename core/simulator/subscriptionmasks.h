// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tapeevent.h"

#include <QtGlobal>

#include <array>
#include <vector>

namespace tickstock::simulator {

/// Which clients get the events of a symbol on a channel: a bit for each client slot, so that an event finds its
/// readers at once. A value.
class SubscriptionMasks
{
public:
    static constexpr int MaxSlots = 64;

    explicit SubscriptionMasks(std::size_t symbols);

    quint64 readers(Channel channel, std::size_t symbol) const { return m_masks[indexOf(channel)][symbol]; }
    void set(Channel channel, std::size_t symbol, int slot, bool isOn);
    void setAll(Channel channel, int slot, bool isOn);
    /// The slot reads nothing any more.
    void clear(int slot);
    std::size_t symbolCount() const { return m_masks[0].size(); }

private:
    static constexpr std::size_t indexOf(Channel channel) { return static_cast<std::size_t>(channel); }

    std::array<std::vector<quint64>, ChannelCount> m_masks; // by channel and symbol
};

} // namespace tickstock::simulator
