// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lists/watchlist.h"
#include "core/types/expected.h"

#include <vector>

/// Watchlists as text that other programs can read, and back. Pure.
namespace tickstock {

/// What was read of a file of watchlists: tidied, without ids and versions. A value.
struct ImportedWatchlists
{
    static constexpr int MostProblems = 10;

    std::vector<Watchlist> lists; ///< in the order of the file
    int rejected = 0;             ///< symbols that were left out
    QStringList problems;         ///< the first of them: where and what, in English
};

/// A line a symbol: `list,group,symbol,colour,note`, quoted by RFC 4180; a group or list without symbols has a line
/// without one. How lists are looked at is left out.
QByteArray watchlistsToCsv(const std::vector<Watchlist> &lists);
/// All of them, with their columns.
QByteArray watchlistsToJson(const std::vector<Watchlist> &lists);

/// By what the text looks like: JSON as above; a table whose first line names a column `symbol` or `ticker`, and
/// perhaps `list`, `group`, `colour` and `note`, in any order; or nothing but symbols, separated by commas or lines,
/// where `NASDAQ:` in front of one is left out and `###Name` begins a group.
/// @param name of a list whose name the text does not say
Expected<ImportedWatchlists> watchlistsFromText(const QByteArray &text, const QString &name);

} // namespace tickstock
