// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/subscriptionmasks.h"

namespace tickstock::simulator {

namespace {

constexpr quint64 bitOf(int slot)
{
    return quint64(1) << slot;
}

} // namespace

SubscriptionMasks::SubscriptionMasks(std::size_t symbols)
{
    for (auto &mask : m_masks)
        mask.assign(symbols, 0);
}

void SubscriptionMasks::set(Channel channel, std::size_t symbol, int slot, bool isOn)
{
    quint64 &mask = m_masks[indexOf(channel)][symbol];
    mask = isOn ? mask | bitOf(slot) : mask & ~bitOf(slot);
}

void SubscriptionMasks::setAll(Channel channel, int slot, bool isOn)
{
    for (std::size_t symbol = 0; symbol < symbolCount(); ++symbol)
        set(channel, symbol, slot, isOn);
}

void SubscriptionMasks::clear(int slot)
{
    for (auto &masks : m_masks) {
        for (quint64 &mask : masks)
            mask &= ~bitOf(slot);
    }
}

} // namespace tickstock::simulator
