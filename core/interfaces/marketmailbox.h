// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/patternevent.h"
#include "core/market/printtape.h"
#include "core/market/quotebatch.h"
#include "core/market/tradingchange.h"

#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// The newest state of a symbol for the screen.
struct QuoteUpdate
{
    SymbolId symbol;
    Quote quote;
    double previousClose = NoValue; ///< regular close of the trading day before the session, for sessionChange()
    std::optional<Bar> forming;
    ConnectionId connection;        ///< the last one that brought something; none: REST or the store
    double regularClose = NoValue;  ///< of the session's regular hours, as far as they have come; for priceShown()
    double regularVolume = NoValue; ///< likewise, shares
};

/// Everything that happened since the screen last looked.
struct MarketUpdate
{
    std::vector<QuoteUpdate> quotes;  ///< each symbol once
    std::vector<ClosedMinute> closed; ///< in order
    std::vector<PatternEvent> events; ///< in order
    std::vector<TopOfBook> tops;      ///< best bids and offers, each symbol once
    std::vector<TradingChange> halts; ///< symbols that are halted or trade again, in order
    std::vector<Print> prints;        ///< trades of what is on screen, in order
    Timestamp marketNow;
    bool lostMinutes = false; ///< closed minutes did not fit: reload what is on screen
    quint64 lostEvents = 0;
    quint64 lostHalts = 0;
    quint64 lostPrints = 0;

    bool isEmpty() const
    {
        return quotes.empty() && closed.empty() && events.empty() && tops.empty() && halts.empty() && prints.empty();
    }
};

/// Hand-over from the pipeline to the screen. Quotes are conflated (only the latest of a symbol matters), minutes,
/// events, halts and prints keep their order and are bounded. The consumer is woken on the empty -> non-empty edge
/// only. Thread-safe.
class MarketMailbox
{
public:
    static constexpr std::size_t MaxClosedMinutes = 100'000;
    static constexpr std::size_t MaxEvents = 20'000;
    static constexpr std::size_t MaxHalts = 2'000;

    /// Called in the producer's thread. May be changed at any time; once this returns, the old one is not called again.
    void setWake(std::function<void()> wake);

    void post(MarketUpdate update);
    MarketUpdate takeAll();
    /// Bids and offers of which the screen got only a newer one, since the start. Where there is no screen: none.
    quint64 conflatedTops() const;

private:
    std::mutex m_wakeMutex; // protects m_wake, also while it is called
    std::function<void()> m_wake;
    void conflateTops(const std::vector<TopOfBook> &tops);

    mutable std::mutex m_mutex; // protects everything below
    MarketUpdate m_waiting;
    std::unordered_map<SymbolId, std::size_t> m_topAt; // index in m_waiting.tops
    quint64 m_conflatedTops = 0;
    bool m_isRead = false;                               // there is a screen
    std::unordered_map<SymbolId, std::size_t> m_quoteAt; // index in m_waiting.quotes
};

} // namespace tickstock
