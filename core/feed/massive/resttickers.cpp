// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/resttickers.h"

#include "core/market/symbol.h"

#include <QJsonObject>

namespace tickstock::massive {

namespace {

/// A word or name on one line. Databases cannot hold a NUL.
QString wordsOf(const QJsonValue &value)
{
    return value.toString().remove(QChar(QChar::Null)).simplified().left(TickerRows::LongestName);
}

} // namespace

void TickerRows::take(const QJsonArray &rows)
{
    for (const auto &value : rows) {
        const QJsonObject row = value.toObject();
        const QString symbol = row[u"ticker"].toString();
        if (!isSymbol(symbol.toStdString())) {
            ++m_leftOut;
            continue;
        }
        const QString market = row[u"market"].toString();
        const bool isStock = market.isEmpty() || market == u"stocks";
        if (isStock && row[u"active"].toBool(true))
            m_symbols.insert_or_assign(symbol, ListedSymbol{symbol, wordsOf(row[u"name"]), wordsOf(row[u"type"]),
                                                            wordsOf(row[u"primary_exchange"])});
    }
}

std::vector<ListedSymbol> TickerRows::symbols() const
{
    std::vector<ListedSymbol> symbols;
    symbols.reserve(m_symbols.size());
    for (const auto &[symbol, listed] : m_symbols)
        symbols.push_back(listed);
    return symbols;
}

} // namespace tickstock::massive
