// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QMetaType>
#include <QString>

namespace tickstock {

enum class TradingState : std::uint8_t {
    Trading,
    Limit, ///< the best bid or offer stands at the edge of the band
    Halted
};

/// What a change of state is known by. No feed that we read has halts as events, so most of them are inferred.
enum class TradingEvidence : std::uint8_t {
    Indicator,      ///< the vendor says so (LULD)
    BidAtUpperBand, ///< inferred from quotes and bands
    AskAtLowerBand, ///< likewise
    OffTheBand,     ///< the same quotes have left the edge
    NoTrades,       ///< inferred: others trade, this one has not for much longer than it ever does
    TradesAgain     ///< inferred: after a halt, trades have come
};

/// "trading", "limit", "halted": the words of the local interface.
QString toText(TradingState state);
/// "luld_indicator", "no_trades", ...
QString toText(TradingEvidence evidence);

/// A symbol is halted, trades again, or is at its limit: an event of its own kind. A value.
struct TradingChange
{
    SymbolId symbol;
    TradingState state = TradingState::Trading;
    TradingEvidence evidence = TradingEvidence::Indicator;
    Timestamp at;          ///< market time: of the event that says it, or of the last trade before the silence
    Timestamp noticed;     ///< market time at which it was known here; later for what takes time to infer
    double low = NoValue;  ///< the band at that time, as far as it is known
    double high = NoValue; ///< likewise

    bool isInferred() const { return evidence != TradingEvidence::Indicator; }
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::TradingChange)
