// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/quotememory.h"

namespace tickstock {

bool QuoteMemory::isKnown(const TopOfBook &quote)
{
    TopOfBook &newest = m_symbols[quote.symbol].newest;
    if (newest.time.isValid() && !quote.isNewerThan(newest))
        return true;
    newest = quote;
    return false;
}

bool QuoteMemory::isKnown(const PriceBand &band)
{
    History &history = m_symbols[band.symbol];
    const std::pair<Timestamp, std::int64_t> name{band.time, band.sequence};
    if (std::find(history.bands.begin(), history.bands.end(), name) != history.bands.end())
        return true;
    if (history.bands.size() < RememberedBands)
        history.bands.push_back(name);
    else
        history.bands[history.next++ % RememberedBands] = name;
    return false;
}

} // namespace tickstock
