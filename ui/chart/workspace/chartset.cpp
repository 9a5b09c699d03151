// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartset.h"

#include "ui/chart/workspace/chartpanel.h"

namespace tickstock {

std::vector<ChartPanel *> ChartSet::all() const
{
    std::vector<ChartPanel *> charts = grid;
    charts.insert(charts.end(), windows.begin(), windows.end());
    return charts;
}

QStringList ChartSet::symbols() const
{
    QStringList symbols{active->symbol()};
    for (const ChartPanel *panel : all())
        symbols.append(panel->symbol());
    symbols.removeDuplicates();
    symbols.removeAll(QString());
    return symbols;
}

} // namespace tickstock
