// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tapeevent.h"

#include <functional>
#include <vector>

namespace tickstock::simulator {

/// The quotes of the symbols whose quotes somebody reads: one before each trade. One thread.
class QuoteTape
{
public:
    using Sink = std::function<void(const TapeEvent &)>;

    explicit QuoteTape(std::size_t symbols)
        : m_symbols(symbols)
    {
    }

    void follow(std::size_t symbol) { m_symbols[symbol].isFollowed = true; }
    /// The quote at the time of the trade.
    void emitAround(const SimTrade &trade, std::size_t symbol, const Sink &sink)
    {
        static constexpr std::int64_t SequenceStep = 5; // the vendor's are not contiguous
        Symbol &followed = m_symbols[symbol];
        if (!followed.isFollowed)
            return;
        TapeEvent event;
        event.channel = Channel::Q;
        event.symbol = symbol;
        event.quote = SimQuote::around(trade, ++followed.count);
        event.sequence = followed.count * SequenceStep;
        sink(event);
    }

private:
    struct Symbol
    {
        bool isFollowed = false;
        std::int64_t count = 0; // of its quotes
    };

    std::vector<Symbol> m_symbols;
};

} // namespace tickstock::simulator
