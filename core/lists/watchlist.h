// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <vector>

/// Watchlists as values, and what they may hold. Pure.
namespace tickstock {

struct WatchedSymbol
{
    QString symbol;
    QString colour; ///< a word of the window's; empty: none
    QString note;   ///< the user's; one line

    bool operator==(const WatchedSymbol &other) const
    {
        return symbol == other.symbol && colour == other.colour && note == other.note;
    }
};

struct WatchGroup
{
    QString name; ///< empty: what is in no group
    std::vector<WatchedSymbol> symbols;

    bool operator==(const WatchGroup &other) const { return name == other.name && symbols == other.symbols; }
};

struct Watchlist
{
    static constexpr qsizetype LongestName = 100, LongestNote = 1'000, LongestColour = 32; // characters
    static constexpr qsizetype LongestColumns = 65'536;                                    // bytes of JSON
    static constexpr std::size_t MostSymbols = 20'000;

    QString id;                     ///< what it is known by, whatever it is called
    QString name;                   ///< not empty
    int place = 0;                  ///< among the lists; of two with the same, the name decides
    std::vector<WatchGroup> groups; ///< in the user's order, each name once
    QByteArray columns;             ///< a JSON object that the window makes: columns, widths, sorting; may be empty
    qint64 version = 0;             ///< of what the store has; 0: nothing yet

    /// Whether they say the same. Columns are how it is looked at, and the version is the store's.
    bool saysTheSame(const Watchlist &other) const
    {
        return id == other.id && name == other.name && place == other.place && groups == other.groups;
    }
};

QString newWatchlistId();
/// All symbols, group by group.
QStringList symbolsOf(const Watchlist &list);
/// What remains of a list when what it may not hold is left out: symbols that are none or come again, characters that
/// control something, text beyond the limits, columns that are no JSON object. Groups of one name become one, and an
/// unnamed one without symbols is none.
Watchlist tidied(Watchlist list);

QJsonArray groupsToJson(const std::vector<WatchGroup> &groups);
/// What can be understood; to be tidied.
std::vector<WatchGroup> groupsFromJson(const QJsonValue &value);

} // namespace tickstock
