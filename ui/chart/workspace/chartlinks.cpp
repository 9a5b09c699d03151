// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartlinks.h"

#include "ui/chart/workspace/chartpanel.h"

#include <algorithm>
#include <utility>

namespace tickstock {

ChartLinks::ChartLinks(const ChartSet &charts, QObject *parent)
    : QObject(parent)
    , m_charts(charts)
{
}

void ChartLinks::add(ChartPanel *panel)
{
    connect(panel, &ChartPanel::symbolChanged, this, [this, panel] { follow(panel); });
    connect(panel, &ChartPanel::linkChanged, this, [this, panel] { join(panel); });
    connect(panel, &ChartPanel::historyWanted, this, &ChartLinks::askForHistory);
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

/// The crosshair that it shows in other charts goes with it.
void ChartLinks::remove(ChartPanel *panel)
{
    for (ChartPanel *other : linkedWith(panel))
        other->view().crosshair().followLinked({}, {}, NoValue);
    panel->disconnect(this);
    panel->view().crosshair().disconnect(this);
    panel->view().navigation().disconnect(this);
}

std::vector<ChartPanel *> ChartLinks::linkedWith(const ChartPanel *panel) const
{
    std::vector<ChartPanel *> linked;
    if (panel->link() == LinkGroup::None)
        return linked;
    for (ChartPanel *other : m_charts.all()) {
        if (other != panel && other->link() == panel->link())
            linked.push_back(other);
    }
    return linked;
}

void ChartLinks::quietly(const std::function<void()> &work)
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

void ChartLinks::askForHistory(const QString &symbol)
{
    if (m_isQuiet)
        m_wanted.append(symbol);
    else
        Q_EMIT historyWanted(symbol);
}

/// Where one goes, its group goes. The leader asks for the bars of all.
void ChartLinks::follow(const ChartPanel *leader)
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
void ChartLinks::join(ChartPanel *panel)
{
    const auto group = linkedWith(panel);
    if (m_isQuiet || group.empty())
        return;
    quietly([&] { panel->showSymbol(group.front()->symbol()); });
    panel->view().setPosition(group.front()->view().position());
}

ChartPanel *ChartLinks::leaderOf(LinkGroup group) const
{
    const auto isOfGroup = [group](const ChartPanel *panel) { return panel->link() == group; };
    if (group == LinkGroup::None || isOfGroup(m_charts.active))
        return m_charts.active;
    const auto all = m_charts.all();
    const auto first = std::find_if(all.begin(), all.end(), isOfGroup);
    return first == all.end() ? m_charts.active : *first;
}

ChartPanel *ChartLinks::chartFor(const PatternEvent &event) const
{
    std::vector<ChartPanel *> all = m_charts.all();
    std::erase_if(all, [&](const ChartPanel *panel) { return panel->symbol() != event.symbol; });
    const auto rank = [&](const ChartPanel *panel) {
        return (panel->model().timeframe() == event.timeframe ? 0 : 2) + (panel == m_charts.active ? 0 : 1);
    };
    const auto best =
        std::min_element(all.begin(), all.end(), [&](const auto *a, const auto *b) { return rank(a) < rank(b); });
    return best == all.end() ? m_charts.active : *best;
}

/// None follows: each shows what its group shows already.
void ChartLinks::fillEmpty(const QString &symbol)
{
    quietly([&] {
        for (ChartPanel *panel : m_charts.all()) {
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

} // namespace tickstock
