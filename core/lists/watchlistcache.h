// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lists/watchlist.h"

#include <vector>

namespace tickstock {

/// The watchlists as they were last read from a server, kept in a file here: while it is away they can be looked at. A
/// value; reading and writing wait for the disk.
class WatchlistCache
{
public:
    /// @param file empty: nothing is kept
    explicit WatchlistCache(QString file);

    bool isOn() const { return !m_file.isEmpty(); }
    /// Empty if the file is missing or broken.
    std::vector<Watchlist> load() const;
    void save(const std::vector<Watchlist> &lists) const;

private:
    QString m_file;
};

} // namespace tickstock
