// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/quotebatch.h"

#include <unordered_map>

namespace tickstock {

/// Tells quotes and bands that another connection has delivered, by symbol and the vendor's sequence number. Of quotes
/// only the newest matters, so whatever is not newer is left out; a band is left out only if this very one has come,
/// since one that says a halt may come late. A value; lives in the feed thread.
class QuoteMemory
{
public:
    bool isKnown(const TopOfBook &quote);
    bool isKnown(const PriceBand &band);
    void forget(SymbolId symbol) { m_symbols.erase(symbol); }

private:
    static constexpr std::size_t RememberedBands = 64;

    struct History
    {
        TopOfBook newest;
        std::vector<std::pair<Timestamp, std::int64_t>> bands; // a ring
        std::size_t next = 0;
    };

    std::unordered_map<SymbolId, History> m_symbols;
};

} // namespace tickstock
