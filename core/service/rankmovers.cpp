// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/rankmovers.h"

#include "core/patterns/patternscanner.h"

namespace tickstock {

MoversAnswer rankMovers(const std::vector<MoverList> &lists, std::size_t count, Timestamp now, const QuoteBoard &quotes,
                        const PatternScanner &scanner, const SymbolTable &symbols)
{
    const auto usual = [&](SymbolId symbol, int minutes) { return scanner.usualVolume(symbol, minutes); };
    MoversAnswer answer{now, quotes.movers().session(), {}};
    for (const MoverList list : lists) {
        auto &rows = answer.lists.emplace_back(list, std::vector<MoversAnswer::Row>()).second;
        for (const Mover &mover : quotes.movers().rank(list, count, now, usual))
            rows.push_back({symbols.qname(mover.symbol), mover});
    }
    return answer;
}

} // namespace tickstock
