// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartworkspace.h"

#include <algorithm>
#include <utility>

/// Who goes along with whom: symbols, time and crosshairs within link groups.
namespace tickstock {

void ChartWorkspace::linkCrosshairs(ChartPanel *panel)
{
    connect(&panel->view().crosshair(), &Crosshair::moved, this, [this, panel](Timestamp bar, double price) {
        for (ChartPanel *other : linkedWith(panel))
            other->view().crosshair().followLinked(bar, panel->model().timeframe(),
                                                   other->symbol() == panel->symbol() ? price : NoValue);
    });
    connect(&panel->view().navigation(), &ChartNavigation::moved, this, [this, panel](const ViewPosition &position) {
        for (ChartPanel *other : linkedWith(panel))
            other->view().setPosition(position);
    });
}

/// None for a chart that is not linked.
std::vector<ChartPanel *> ChartWorkspace::linkedWith(const ChartPanel *panel) const
{
    std::vector<ChartPanel *> linked;
    if (panel->link() == LinkGroup::None)
        return linked;
    for (ChartPanel *other : panels()) {
        if (other != panel && other->link() == panel->link())
            linked.push_back(other);
    }
    return linked;
}

/// Charts change, and what follows from it waits for the end. Each history is asked for once.
void ChartWorkspace::quietly(const std::function<void()> &work)
{
    const bool isOutermost = !std::exchange(m_isQuiet, true);
    work();
    if (!isOutermost)
        return;
    m_isQuiet = false;
    QStringList wanted = std::exchange(m_wanted, {});
    wanted.removeDuplicates();
    for (const QString &symbol : wanted)
        Q_EMIT historyWanted(symbol);
}

/// Where one goes, its group goes. The leader asks for the bars of all.
void ChartWorkspace::follow(ChartPanel *leader)
{
    if (m_isQuiet)
        return;
    quietly([&] {
        for (ChartPanel *other : linkedWith(leader))
            other->showSymbol(leader->symbol());
        m_wanted.removeAll(leader->symbol());
    });
}

/// A chart that comes to a group shows what the group shows.
void ChartWorkspace::join(ChartPanel *panel)
{
    if (panel == m_active)
        Q_EMIT activeChanged();
    const auto group = linkedWith(panel);
    if (m_isQuiet || group.empty())
        return;
    quietly([&] { panel->showSymbol(group.front()->symbol()); });
    panel->view().setPosition(group.front()->view().position());
}

QString ChartWorkspace::symbolOf(LinkGroup group) const
{
    return leaderOf(group)->symbol();
}

/// The active one if it belongs to the group, or if none does.
ChartPanel *ChartWorkspace::leaderOf(LinkGroup group) const
{
    const auto linked = [group](const ChartPanel *panel) { return panel->link() == group; };
    if (group == LinkGroup::None || linked(m_active))
        return m_active;
    const auto all = panels();
    const auto first = std::find_if(all.begin(), all.end(), linked);
    return first == all.end() ? m_active : *first;
}

/// Nobody follows: each shows what its group shows already.
void ChartWorkspace::fillEmpty(const QString &symbol)
{
    quietly([&] {
        for (ChartPanel *panel : panels()) {
            if (!panel->symbol().isEmpty())
                continue;
            QString shown = symbol;
            for (const ChartPanel *other : linkedWith(panel)) {
                if (!other->symbol().isEmpty())
                    shown = other->symbol();
            }
            panel->showSymbol(shown);
        }
    });
}

void ChartWorkspace::showSymbol(const QString &symbol)
{
    m_active->showSymbol(symbol);
}

void ChartWorkspace::showSymbol(const QString &symbol, LinkGroup group)
{
    leaderOf(group)->showSymbol(symbol);
}

/// In the chart that shows its time frame already, if there is one.
void ChartWorkspace::jumpTo(const PatternEvent &event, LinkGroup group)
{
    showSymbol(event.symbol, group);
    std::vector<ChartPanel *> all = panels();
    std::erase_if(all, [&](const ChartPanel *panel) { return panel->symbol() != event.symbol; });
    const auto rank = [&](const ChartPanel *panel) {
        return (panel->model().timeframe() == event.timeframe ? 0 : 2) + (panel == m_active ? 0 : 1);
    };
    const auto best =
        std::min_element(all.begin(), all.end(), [&](const auto *a, const auto *b) { return rank(a) < rank(b); });
    ChartPanel *panel = best == all.end() ? m_active : *best;
    panel->jumpTo(event);
    setActive(panel);
}

} // namespace tickstock
