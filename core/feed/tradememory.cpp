// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/tradememory.h"

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr std::size_t FirstSlots = 1'024;

/// Each bit of the result depends on every bit of the value.
std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

} // namespace

std::optional<std::uint64_t> TradeMemory::identity(const Tick &trade)
{
    if (trade.tradeKey == 0 && trade.sequence == 0)
        return std::nullopt;
    const std::uint64_t ofVendor = mixed(trade.tradeKey + mixed(static_cast<std::uint64_t>(trade.sequence)));
    return std::max<std::uint64_t>(mixed(ofVendor + trade.symbol.value), 1);
}

bool TradeMemory::isKnown(const Tick &trade)
{
    const auto hash = identity(trade);
    if (!hash)
        return false;
    m_newest = std::max(m_newest, trade.end);
    if (m_newest >= m_turnEnd || m_current.size() >= MostInTurn)
        beginTurn();
    if (m_current.contains(*hash) || m_previous.contains(*hash))
        return true;
    m_current.insert(*hash);
    return false;
}

void TradeMemory::beginTurn()
{
    const bool isAllOld = m_newest - m_turnEnd >= Turn;
    m_turnEnd = m_newest + Turn;
    std::swap(m_current, m_previous);
    m_current.clear();
    if (isAllOld)
        m_previous.clear();
}

bool TradeMemory::Hashes::contains(std::uint64_t hash) const
{
    return m_size > 0 && m_slots[slotOf(hash)] == hash;
}

void TradeMemory::Hashes::insert(std::uint64_t hash)
{
    if (m_size * 2 >= m_slots.size())
        grow();
    m_slots[slotOf(hash)] = hash;
    ++m_size;
}

void TradeMemory::Hashes::clear()
{
    m_slots.clear();
    m_size = 0;
}

/// Where the hash is, or would be put.
std::size_t TradeMemory::Hashes::slotOf(std::uint64_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (m_slots[slot] != 0 && m_slots[slot] != hash)
        slot = (slot + 1) & mask;
    return slot;
}

void TradeMemory::Hashes::grow()
{
    std::vector<std::uint64_t> old(std::max(FirstSlots, m_slots.size() * 2));
    std::swap(old, m_slots);
    for (const std::uint64_t hash : old) {
        if (hash != 0)
            m_slots[slotOf(hash)] = hash;
    }
}

} // namespace tickstock
