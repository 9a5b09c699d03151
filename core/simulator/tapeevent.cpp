// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/tapeevent.h"

#include <algorithm>

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

void DayTotals::add(const SimTrade &trade, bool isRegular)
{
    if (open == 0 && isRegular)
        open = trade.price;
    volume += trade.size;
    value += trade.size * trade.price;
}

} // namespace tickstock::simulator
