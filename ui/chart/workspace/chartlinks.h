// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"
#include "ui/chart/workspace/chartset.h"
#include "ui/common/linkgroup.h"

#include <QObject>

#include <functional>

namespace tickstock {

/// Which chart follows which: within a link group, all show the same symbol, the same time and the same crosshair. GUI
/// thread.
class ChartLinks final : public QObject
{
    Q_OBJECT

public:
    /// @param charts must outlive the links
    explicit ChartLinks(const ChartSet &charts, QObject *parent = nullptr);

    /// From here on its group follows this chart.
    void add(ChartPanel *panel);
    void remove(ChartPanel *panel);
    /// Charts are changed by @p work; none follows, and each history is asked for once, at the end.
    void quietly(const std::function<void()> &work);

    /// The others of its group; none for a chart that is not linked.
    std::vector<ChartPanel *> linkedWith(const ChartPanel *panel) const;
    /// A group's chart: the active one if it belongs to the group, or if none does.
    ChartPanel *leaderOf(LinkGroup group) const;
    /// The chart that shows an event best: with its symbol and, if there is one, with its time frame.
    ChartPanel *chartFor(const PatternEvent &event) const;
    /// Charts without a symbol show their group's, else this one.
    void fillEmpty(const QString &symbol);

Q_SIGNALS:
    void historyWanted(const QString &symbol);

private:
    void follow(const ChartPanel *leader);
    void join(ChartPanel *panel);
    void askForHistory(const QString &symbol);

    const ChartSet &m_charts;
    bool m_isQuiet = false;
    QStringList m_wanted; // histories, meanwhile
};

} // namespace tickstock
