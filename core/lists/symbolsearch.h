// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/listedsymbol.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickstock {

/// How well a symbol fits what was typed, the best first.
enum class SymbolMatch {
    Ticker,       ///< it is what was typed
    TickerPrefix, ///< it begins so
    NameWords,    ///< each word typed begins a word of its name, or the ticker
    Letters       ///< the letters come in this order in its ticker or name: "msft" in Microsoft
};

/// A value.
struct SymbolHit
{
    std::size_t index = 0; ///< in the listing
    SymbolMatch match = SymbolMatch::Ticker;
};

/// Finds symbols by ticker and name, whatever the case, accents and punctuation: "brkb" is BRK.B. What fits nothing
/// finds nothing. Made once for a listing; a value that does not change, and safe to be asked by several threads.
class SymbolSearch
{
public:
    explicit SymbolSearch(std::shared_ptr<const SymbolListing> listing);

    const SymbolListing &listing() const { return *m_listing; }
    /// The best @p most. Of the same kind the shorter ones come first, then those that the listing has first.
    std::vector<SymbolHit> find(const QString &text, std::size_t most) const;
    /// Where the listing has this very ticker; with another case only when no ticker is written so.
    std::optional<std::size_t> exactly(const QString &symbol) const;

private:
    /// A listed symbol as it is compared: small letters and digits. In one text for all, so that a search runs
    /// through memory once.
    struct Entry
    {
        std::uint32_t begin = 0; ///< of the ticker in m_text; its name follows, words parted by one space
        std::uint32_t name = 0;
        std::uint32_t end = 0;
        std::uint64_t letters = 0; ///< which ones occur, a bit each
    };
    struct Question;

    std::u16string_view tickerOf(const Entry &entry) const { return part(entry.begin, entry.name); }
    std::u16string_view nameOf(const Entry &entry) const { return part(entry.name, entry.end); }
    std::u16string_view part(std::uint32_t from, std::uint32_t to) const
    {
        return std::u16string_view(m_text).substr(from, to - from);
    }
    std::optional<std::uint64_t> rank(std::size_t index, const Question &question) const;

    std::shared_ptr<const SymbolListing> m_listing;
    std::u16string m_text;
    std::vector<Entry> m_entries; // as in the listing
};

} // namespace tickstock
