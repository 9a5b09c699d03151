// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/series/barseries.h"

namespace tickstock {

void updateHeikinAshi(const std::vector<Bar> &bars, std::size_t from, std::vector<Bar> &averaged)
{
    from = std::min(from, averaged.size());
    averaged.resize(bars.size());
    for (std::size_t i = from; i < bars.size(); ++i) {
        const Bar &bar = bars[i];
        Bar &made = averaged[i];
        made = bar;
        made.close = (bar.open + bar.high + bar.low + bar.close) / 4;
        made.open = i == 0 ? (bar.open + bar.close) / 2 : (averaged[i - 1].open + averaged[i - 1].close) / 2;
        made.high = std::max({bar.high, made.open, made.close});
        made.low = std::min({bar.low, made.open, made.close});
    }
}

} // namespace tickstock
