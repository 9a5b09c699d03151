// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/interfaces/marketmailbox.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tickstock {

namespace {

/// Appends, and drops the oldest beyond @p most. Returns how many.
template<class T>
quint64 appendBounded(std::vector<T> &waiting, std::vector<T> &added, std::size_t most)
{
    std::move(added.begin(), added.end(), std::back_inserter(waiting));
    const std::size_t excess = waiting.size() - std::min(waiting.size(), most);
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(excess));
    return excess;
}

} // namespace

void MarketMailbox::setWake(std::function<void()> wake)
{
    const std::lock_guard lock(m_wakeMutex);
    m_wake = std::move(wake);
}

void MarketMailbox::post(MarketUpdate update)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_waiting.isEmpty();
        if (update.marketNow.isValid()) // may go back, when the feed turns out to live at another time than we
            m_waiting.marketNow = update.marketNow;
        for (QuoteUpdate &quote : update.quotes) {
            const auto [it, isNew] = m_quoteAt.try_emplace(quote.symbol, m_waiting.quotes.size());
            if (isNew)
                m_waiting.quotes.push_back(std::move(quote));
            else
                m_waiting.quotes[it->second] = std::move(quote);
        }
        if (m_waiting.closed.size() + update.closed.size() > MaxClosedMinutes) {
            m_waiting.closed.clear();
            m_waiting.lostMinutes = true;
        }
        std::move(update.closed.begin(), update.closed.end(), std::back_inserter(m_waiting.closed));
        if (m_waiting.events.size() + update.events.size() > MaxEvents) {
            m_waiting.lostEvents += m_waiting.events.size();
            m_waiting.events.clear();
        }
        std::move(update.events.begin(), update.events.end(), std::back_inserter(m_waiting.events));
        conflateTops(update.tops);
        m_waiting.lostHalts += appendBounded(m_waiting.halts, update.halts, MaxHalts);
        m_waiting.lostPrints += appendBounded(m_waiting.prints, update.prints, PrintTape::Kept);
    }
    if (!wasEmpty)
        return;
    const std::lock_guard lock(m_wakeMutex);
    if (m_wake)
        m_wake();
}

void MarketMailbox::conflateTops(const std::vector<TopOfBook> &tops)
{
    for (const TopOfBook &top : tops) {
        const auto [it, isNew] = m_topAt.try_emplace(top.symbol, m_waiting.tops.size());
        m_conflatedTops += m_isRead && !isNew;
        if (isNew)
            m_waiting.tops.push_back(top);
        else
            m_waiting.tops[it->second] = top;
    }
}

quint64 MarketMailbox::conflatedTops() const
{
    const std::lock_guard lock(m_mutex);
    return m_conflatedTops;
}

MarketUpdate MarketMailbox::takeAll()
{
    const std::lock_guard lock(m_mutex);
    m_topAt.clear();
    m_isRead = true;
    m_quoteAt.clear();
    const Timestamp now = m_waiting.marketNow;
    MarketUpdate taken = std::exchange(m_waiting, {});
    m_waiting.marketNow = now;
    return taken;
}

} // namespace tickstock
