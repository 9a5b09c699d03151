// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "core/patterns/datablender.h"
#include "core/patterns/indicatorvalues.h"

#include <array>
#include <map>
#include <vector>

namespace tickstock {

/// The symbols whose indicators are published, and the bar of each time frame up to which that has been done. Lives in
/// the pipeline thread.
class FollowedIndicators
{
public:
    /// Instead of those before. One that was followed before goes on where it was left.
    void follow(const std::vector<SymbolId> &symbols)
    {
        for (auto &[symbol, series] : m_symbols)
            series.isFollowed = false;
        for (const SymbolId symbol : symbols)
            m_symbols[symbol].isFollowed = true;
    }

    /// Values of bars that have closed since the last call. Values are made for these bars only: this is called with
    /// every batch of ticks, and of most batches no bar closes.
    /// @param scanner a PatternScanner
    template<class Scanner>
    std::vector<IndicatorValues> takeNew(const Scanner &scanner)
    {
        std::vector<IndicatorValues> found;
        for (auto &[symbol, series] : m_symbols) {
            auto &published = series.published;
            for (std::size_t i = 0; series.isFollowed && i < published.size(); ++i) {
                const Timeframe timeframe = DataBlender::Scanned[i];
                if (scanner.newestBar(symbol, timeframe) <= published[i])
                    continue;
                if (auto values = scanner.indicators(symbol, timeframe)) {
                    published[i] = values->barStart;
                    found.push_back(*std::move(values));
                }
            }
        }
        return found;
    }

private:
    struct Series
    {
        std::array<Timestamp, DataBlender::Scanned.size()> published; // newest bar of each time frame
        bool isFollowed = false;
    };
    std::map<SymbolId, Series> m_symbols;
};

} // namespace tickstock
