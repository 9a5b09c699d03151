// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/tradingchange.h"

namespace tickstock {

QString toText(TradingState state)
{
    switch (state) {
    case TradingState::Trading: return QStringLiteral("trading");
    case TradingState::Limit: return QStringLiteral("limit");
    case TradingState::Halted: return QStringLiteral("halted");
    }
    return {};
}

QString toText(TradingEvidence evidence)
{
    switch (evidence) {
    case TradingEvidence::Indicator: return QStringLiteral("luld_indicator");
    case TradingEvidence::BidAtUpperBand: return QStringLiteral("bid_at_upper_band");
    case TradingEvidence::AskAtLowerBand: return QStringLiteral("ask_at_lower_band");
    case TradingEvidence::OffTheBand: return QStringLiteral("off_the_band");
    case TradingEvidence::NoTrades: return QStringLiteral("no_trades");
    case TradingEvidence::TradesAgain: return QStringLiteral("trades_again");
    }
    return {};
}

} // namespace tickstock
