// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/inventedlisting.h"

#include "core/types/fnv1a.h"

#include <algorithm>
#include <array>
#include <span>

namespace tickstock::simulator {

namespace {

constexpr std::array Places{"Alder",    "Brookfell", "Cindermere", "Dunhaven", "Eastmoor",  "Fenwick Hill", "Garland",
                            "Hartwell", "Ironvale",  "Juniper",    "Kestrel",  "Larkspur",  "Marlow Bay",   "Norwell",
                            "Oakridge", "Pinecrest", "Quillon",    "Ravenna",  "Silverton", "Thornbury",    "Umberland",
                            "Valemont", "Westerly",  "Yarrow",     "Zephyr"};
constexpr std::array Trades{"Analytics", "Biosciences",   "Capital",  "Dynamics",  "Energy",
                            "Foods",     "Goldfields",    "Health",   "Insurance", "Logistics",
                            "Materials", "Networks",      "Outdoor",  "Payments",  "Rail",
                            "Robotics",  "Semiconductor", "Software", "Steel",     "Therapeutics"};
constexpr std::array Forms{"Inc.", "Corp.", "Holdings, Inc.", "Group Inc.", "Company", "& Sons, Inc."};
constexpr std::array Themes{"Large Cap", "Small Cap", "Clean Energy", "Dividend", "Growth", "Short Duration", "Value"};
constexpr std::array Funds{"SPY", "QQQ", "IWM", "DIA", "VTI", "XLF", "XLK", "XLE", "GLD", "TLT"};

/// Picks one; every pick takes its part of the number.
QString pick(std::span<const char *const> words, std::uint64_t &number)
{
    const std::uint64_t which = number % words.size();
    number /= words.size();
    return QString::fromLatin1(words[which]);
}

} // namespace

ListedSymbol inventedListing(const QString &symbol)
{
    std::uint64_t number = fnv1a(symbol.toStdString());
    const bool isKnownFund = std::find(Funds.begin(), Funds.end(), symbol.toStdString()) != Funds.end();
    const std::uint64_t kind = number % 20;
    number /= 20;
    const QString place = pick(Places, number);
    if (isKnownFund || kind == 0)
        return {symbol, QStringLiteral("%1 %2 ETF").arg(place, pick(Themes, number)), QStringLiteral("ETF"),
                QStringLiteral("ARCX")};
    const QString trade = pick(Trades, number);
    const QString exchange = number % 2 == 0 ? QStringLiteral("XNAS") : QStringLiteral("XNYS");
    number /= 2;
    if (kind == 1)
        return {symbol, QStringLiteral("%1 %2 plc American Depositary Shares").arg(place, trade),
                QStringLiteral("ADRC"), exchange};
    return {symbol, QStringLiteral("%1 %2 %3").arg(place, trade, pick(Forms, number)), QStringLiteral("CS"), exchange};
}

} // namespace tickstock::simulator
