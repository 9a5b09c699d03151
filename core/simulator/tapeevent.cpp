// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/tapeevent.h"

#include <algorithm>
#include <cmath>

namespace tickstock::simulator {

void SimBar::add(const SimTrade &trade)
{
    if (trades == 0) {
        open = high = low = trade.price;
    } else {
        high = std::max(high, trade.price);
        low = std::min(low, trade.price);
    }
    close = trade.price;
    volume += trade.size;
    value += trade.price * trade.size;
    ++trades;
}

SimQuote SimQuote::around(const SimTrade &trade, std::int64_t number)
{
    const double perDollar = trade.price >= 1 ? 100 : 10'000; // ticks
    const double price = std::round(trade.price * perDollar); // in ticks
    const std::int64_t place = number % 3;                    // at the bid, at the ask, between them
    const double bid = std::max(1.0, place == 0 ? price : price - 1);
    const double ask = place == 1 ? price : price + 1;
    return {trade.time, bid / perDollar, ask / perDollar, 1 + static_cast<double>(number % 17),
            1 + static_cast<double>(number % 13)};
}

void DayTotals::add(const SimTrade &trade, bool isRegular)
{
    if (open == 0 && isRegular)
        open = trade.price;
    volume += trade.size;
    value += trade.size * trade.price;
}

} // namespace tickstock::simulator
