// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/quotebatch.h"
#include "core/market/tradingchange.h"

namespace tickstock {

/// What is known of one symbol besides its bars. A value.
struct QuotedLine
{
    SymbolId symbol;
    TopOfBook quote; ///< without a time: there is none
    PriceBand band;  ///< without a time: none is known
    TradingState state = TradingState::Trading;
};

} // namespace tickstock
