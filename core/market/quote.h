// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

namespace tickstock {

/// The newest state of one symbol. A value.
struct Quote
{
    double last = NoValue;
    Timestamp lastTime; ///< end of the window, or time of the trade, that set the last price
    double dayOpen = NoValue;
    double dayVolume = NoValue;
    double dayVwap = NoValue;
};

/// Keeps one symbol's quote from ticks in any order: an older tick never replaces a newer one. A value.
class QuoteKeeper
{
public:
    const Quote &quote() const { return m_quote; }
    bool isKnown() const { return m_quote.lastTime.isValid(); }

    void apply(const Tick &tick);
    /// A stored minute that is over: sets the last price if nothing newer is known.
    void seed(const Bar &minute);

private:
    Quote m_quote;
    Timestamp m_newestStart; // of the window that set the last price
};

} // namespace tickstock
