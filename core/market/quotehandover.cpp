// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/quotehandover.h"

#include <utility>

namespace tickstock {

void QuoteHandover::post(const QuoteBatch &batch)
{
    if (batch.isEmpty())
        return;
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_waiting.quotes.empty() && m_waiting.bands.empty();
        m_counts.quotes += batch.quotes.size();
        m_counts.bands += batch.bands.size();
        for (const TopOfBook &quote : batch.quotes)
            conflate(quote);
        m_waiting.bands.insert(m_waiting.bands.end(), batch.bands.begin(), batch.bands.end());
        if (const std::size_t count = m_waiting.bands.size(); count > MostBands) {
            m_counts.droppedBands += count - MostBands;
            m_waiting.bands.erase(m_waiting.bands.begin(),
                                  m_waiting.bands.end() - static_cast<std::ptrdiff_t>(MostBands));
        }
    }
    if (wasEmpty && m_wake)
        m_wake();
}

void QuoteHandover::conflate(const TopOfBook &quote)
{
    if (quote.symbol.value >= m_slotOf.size())
        m_slotOf.resize(quote.symbol.value + 1);
    std::uint32_t &slot = m_slotOf[quote.symbol.value];
    if (slot == 0) {
        m_waiting.quotes.push_back(quote);
        slot = static_cast<std::uint32_t>(m_waiting.quotes.size());
        return;
    }
    TopOfBook &waiting = m_waiting.quotes[slot - 1];
    ++(quote.isNewerThan(waiting) ? m_counts.conflated : m_counts.outdated);
    if (quote.isNewerThan(waiting))
        waiting = quote;
}

QuoteHandover::Taken QuoteHandover::takeAll()
{
    const std::lock_guard lock(m_mutex);
    for (const TopOfBook &quote : m_waiting.quotes)
        m_slotOf[quote.symbol.value] = 0;
    return std::exchange(m_waiting, {});
}

QuoteHandover::Counts QuoteHandover::counts() const
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

} // namespace tickstock
