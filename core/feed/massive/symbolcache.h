// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"

#include <cstring>
#include <utility>

namespace tickstock::massive {

/// The symbols that a reader has met, so that the shared table with its lock is asked once for each. Nearly all are of
/// at most seven characters: those are one number, which is compared and hashed at once. Used in one thread.
class SymbolCache
{
public:
    /// @param symbols must outlive this
    explicit SymbolCache(const SymbolTable &symbols)
        : m_symbols(symbols)
        , m_slots(FirstSlots)
    {
    }
    /// Nothing if it is not in the table.
    std::optional<SymbolId> find(std::string_view text)
    {
        if (text.empty() || text.size() > MostShort)
            return findLong(text);
        const std::uint64_t code = codeOf(text);
        const Slot &slot = slotOf(code);
        return slot.code == code ? std::optional(slot.id) : findNew(code, text);
    }

private:
    struct Slot
    {
        std::uint64_t code = 0; ///< 0: empty
        SymbolId id;
    };
    static constexpr std::size_t FirstSlots = 1'024, MostShort = 7;

    /// The characters, and in the highest byte how many.
    static std::uint64_t codeOf(std::string_view text)
    {
        const auto at = [text](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])} << 8 * i; };
        const std::size_t size = text.size();
        if (size < 4)
            return at(0) | at(size / 2) | at(size - 1) | std::uint64_t{size} << 56;
        std::uint32_t first = 0, last = 0; // which overlap
        std::memcpy(&first, text.data(), sizeof first);
        std::memcpy(&last, text.data() + size - sizeof last, sizeof last);
        return first | std::uint64_t{last} << 8 * (size - sizeof last) | std::uint64_t{size} << 56;
    }
    /// Where the code is, or would be.
    Slot &slotOf(std::uint64_t code)
    {
        constexpr std::uint64_t Golden = 0x9e3779b97f4a7c15;
        std::size_t at = static_cast<std::size_t>((code * Golden) >> 32);
        for (;; ++at) {
            Slot &slot = m_slots[at & (m_slots.size() - 1)];
            if (slot.code == code || slot.code == 0)
                return slot;
        }
    }
    std::optional<SymbolId> findNew(std::uint64_t code, std::string_view text)
    {
        const auto id = m_symbols.find(text);
        if (id) {
            if (++m_count * 2 > m_slots.size())
                grow();
            slotOf(code) = {code, *id};
        }
        return id;
    }
    void grow()
    {
        const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
        for (const Slot &slot : before) {
            if (slot.code != 0)
                slotOf(slot.code) = slot;
        }
    }
    std::optional<SymbolId> findLong(std::string_view text)
    {
        if (const auto known = m_long.find(text); known != m_long.end())
            return known->second;
        const auto id = m_symbols.find(text);
        if (id)
            m_long.emplace(text, *id);
        return id;
    }

    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    const SymbolTable &m_symbols;
    std::vector<Slot> m_slots; // a power of two, half of them empty
    std::size_t m_count = 0;
    std::unordered_map<std::string, SymbolId, Hash, std::equal_to<>> m_long;
};

} // namespace tickstock::massive
