// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/printtape.h"
#include "core/market/quotedline.h"

#include <QJsonArray>
#include <QJsonObject>

/// Quotes, halts and prints as the local interface sends them: US dollars, epoch milliseconds; null is not known. Pure
/// functions.
namespace tickstock::api {

/// {"symbol","bid","ask","bid_size","ask_size","time","age_ms"}; sizes in round lots, age by market time.
QJsonObject quoteJson(const TopOfBook &quote, const SymbolTable &symbols, Timestamp marketNow);
/// The same with "band" ({"low","high","time","indicators"} or null) and "state".
QJsonObject lineJson(const QuotedLine &line, const SymbolTable &symbols, Timestamp marketNow);
/// {"symbol","state","inferred","evidence","time","noticed","low","high"}
QJsonObject haltJson(const TradingChange &change, const SymbolTable &symbols);
/// {"symbol","time","price","size","updates_last","sequence"}
QJsonObject printJson(const Print &print, const SymbolTable &symbols);

/// The same as text. Those of quotes and prints are written directly: there are thousands a turn.
QByteArray quoteText(const TopOfBook &quote, const SymbolTable &symbols, Timestamp marketNow);
QByteArray haltText(const TradingChange &change, const SymbolTable &symbols);
QByteArray printText(const Print &print, const SymbolTable &symbols);

} // namespace tickstock::api
