// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <vector>

namespace tickstock {

class ChartPanel;

/// The charts there are. A value; the panels belong to the workspace.
struct ChartSet
{
    std::vector<ChartPanel *> grid;
    std::vector<ChartPanel *> windows; ///< of their own
    ChartPanel *active = nullptr;      ///< the user works with this one

    /// Those of the grid, then those in windows.
    std::vector<ChartPanel *> all() const;
    /// The active chart's first; each once.
    QStringList symbols() const;
};

} // namespace tickstock
