// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartworkspace.h"

#include "core/types/threadcheck.h"
#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartsetup.h"

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr QSize WindowSize{760, 480};

} // namespace

ChartWorkspace::ChartWorkspace(const Theme &theme, const QString &watermark, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_watermark(watermark)
    , m_links(m_charts)
    , m_grid(this)
{
    connect(&m_links, &ChartLinks::historyWanted, this, &ChartWorkspace::historyWanted);
    connect(&m_drawings, &Drawings::changed, this, &ChartWorkspace::setupChanged);
    setGrid(1);
}

ChartWorkspace::~ChartWorkspace()
{
    for (ChartPanel *panel : panels())
        disconnectPanel(panel);
    qDeleteAll(std::exchange(m_charts.windows, {}));
    qDeleteAll(std::exchange(m_charts.grid, {})); // before the drawings they show
}

ChartPanel *ChartWorkspace::makePanel(QWidget *parent)
{
    auto *panel = new ChartPanel(m_drawings, parent);
    panel->setTheme(m_theme);
    panel->view().setWatermark(m_watermark);
    panel->view().setWheelHabits(m_wheel);
    panel->setOffered(m_offered);
    connectPanel(panel);
    return panel;
}

/// The links come last: when a chart's group follows it, everything else is done.
void ChartWorkspace::connectPanel(ChartPanel *panel)
{
    const ChartActions &actions = panel->actions();
    connect(panel, &ChartPanel::activated, this, [this, panel] { setActive(panel); });
    connect(panel, &ChartPanel::symbolChanged, this, [this, panel] { Q_EMIT symbolShown(panel); });
    connect(panel, &ChartPanel::windowClosed, this, [this, panel] { forgetWindow(panel); });
    connect(panel, &ChartPanel::symbolTyped, this, &ChartWorkspace::symbolTyped);
    connect(panel, &ChartPanel::linkChanged, this, &ChartWorkspace::setupChanged);
    connect(panel, &ChartPanel::linkChanged, this, [this, panel] {
        if (panel == m_charts.active)
            Q_EMIT activeChanged();
    });
    connect(&panel->model(), &ChartModel::reset, this, &ChartWorkspace::setupChanged);
    connect(&panel->view(), &ChartView::setupChanged, this, &ChartWorkspace::setupChanged);
    connect(&panel->view(), &ChartView::eventClicked, this, &ChartWorkspace::eventClicked);
    connect(&actions, &ChartActions::eventChosen, this, &ChartWorkspace::eventClicked);
    connect(&actions, &ChartActions::fileWanted, this, &ChartWorkspace::fileWanted);
    connect(&actions, &ChartActions::answered, this, &ChartWorkspace::answered);
    connect(actions.maximise(), &QAction::triggered, this, [this, panel] {
        setActive(panel);
        toggleMaximised();
    });
    connect(actions.openWindow(), &QAction::triggered, this, [this, panel] {
        setActive(panel);
        openWindow();
    });
    m_links.add(panel);
}

void ChartWorkspace::disconnectPanel(ChartPanel *panel)
{
    m_links.remove(panel);
    for (QObject *part : std::initializer_list<QObject *>{panel, &panel->model(), &panel->view(), &panel->actions()})
        part->disconnect(this);
}

void ChartWorkspace::setActive(ChartPanel *panel)
{
    ChartPanel *before = std::exchange(m_charts.active, panel);
    if (before == panel)
        return;
    for (ChartPanel *other : panels())
        other->setActive(other == panel);
    if (before && before->view().tool().armed()) { // what was to be drawn is drawn where the hand is now
        panel->view().tool().choose(before->view().tool().armed());
        before->view().tool().choose(std::nullopt);
    }
    if (m_grid.isMaximised() && !panel->isWindow()) {
        m_grid.maximise(panel);
        m_grid.place(m_charts);
    }
    Q_EMIT activeChanged();
}

void ChartWorkspace::activateNext()
{
    const auto all = panels();
    const auto active = std::find(all.begin(), all.end(), m_charts.active);
    setActive(active + 1 == all.end() ? all.front() : *(active + 1));
    m_charts.active->activateWindow();
    m_charts.active->setFocus();
}

void ChartWorkspace::setGrid(int count)
{
    assertThreadOf(this);
    const auto wanted = static_cast<std::size_t>(count);
    if (wanted + m_charts.windows.size() > MostCharts) {
        Q_EMIT answered(
            tr("There is room for %n chart(s) in all. Close some windows first.", nullptr, int(MostCharts)));
        return;
    }
    m_grid.maximise(nullptr);
    ChartPanel *stays = m_charts.active;
    m_links.quietly([&] {
        while (m_charts.grid.size() < wanted)
            addToGrid();
        while (m_charts.grid.size() > wanted)
            shelveLast(stays);
    });
    if (stays)
        setActive(stays); // whatever got the keyboard meanwhile
    if (!m_charts.active)
        setActive(m_charts.grid.front());
    m_grid.place(m_charts);
    Q_EMIT setupChanged();
}

/// As it was when it went, but for the symbol, if its group has gone elsewhere.
void ChartWorkspace::addToGrid()
{
    ChartPanel *panel = makePanel(this);
    m_charts.grid.push_back(panel);
    if (!m_shelved.empty()) {
        applySetup(m_shelved.front(), *panel);
        m_shelved.pop_front();
    } else if (m_charts.active) {
        applySetup(setupOf(*m_charts.active), *panel);
    }
    if (const auto group = m_links.linkedWith(panel); !group.empty())
        panel->showSymbol(group.front()->symbol());
}

/// The one in use stays.
void ChartWorkspace::shelveLast(const ChartPanel *stays)
{
    const auto last = m_charts.grid.back() == stays ? m_charts.grid.end() - 2 : m_charts.grid.end() - 1;
    ChartPanel *panel = *last;
    m_shelved.push_front(setupOf(*panel));
    m_charts.grid.erase(last);
    forget(panel);
}

void ChartWorkspace::forget(ChartPanel *panel)
{
    disconnectPanel(panel);
    panel->hide();
    panel->deleteLater();
    if (m_charts.active != panel)
        return;
    const QWidget *focused = window()->focusWidget(); // which gets the keyboard back
    const auto next = std::find_if(m_charts.grid.begin(), m_charts.grid.end(),
                                   [focused](const ChartPanel *other) { return other->isAncestorOf(focused); });
    setActive(next == m_charts.grid.end() ? m_charts.grid.front() : *next);
}

void ChartWorkspace::toggleMaximised()
{
    if (m_charts.active->isWindow()) {
        m_charts.active->isMaximized() ? m_charts.active->showNormal() : m_charts.active->showMaximized();
        return;
    }
    m_grid.maximise(m_grid.isMaximised() || gridCount() == 1 ? nullptr : m_charts.active);
    m_grid.place(m_charts);
    m_charts.active->view().setFocus();
}

void ChartWorkspace::openWindow()
{
    if (panels().size() >= MostCharts) {
        Q_EMIT answered(tr("There are %n chart(s) already, and no room for more.", nullptr, int(MostCharts)));
        return;
    }
    ChartPanel *panel = nullptr;
    m_links.quietly([&] { panel = windowWith(setupOf(*m_charts.active)); });
    panel->view().setPosition(m_charts.active->view().position());
    panel->show();
    panel->activateWindow();
    setActive(panel);
    Q_EMIT setupChanged();
}

void ChartWorkspace::showWindows()
{
    for (ChartPanel *panel : m_charts.windows)
        panel->show();
}

ChartPanel *ChartWorkspace::windowWith(const QJsonObject &setup)
{
    ChartPanel *panel = makePanel(nullptr);
    m_charts.windows.push_back(panel);
    panel->setAttribute(Qt::WA_QuitOnClose, false); // the program ends with its main window
    applySetup(setup, *panel);
    panel->setHeaderShown(true);
    panel->resize(WindowSize);
    m_grid.place(m_charts);
    return panel;
}

/// A chart's window that is closed is gone.
void ChartWorkspace::forgetWindow(ChartPanel *panel)
{
    std::erase(m_charts.windows, panel);
    forget(panel);
    m_grid.place(m_charts);
    Q_EMIT setupChanged();
}

/// In the chart that shows its time frame already, if there is one.
void ChartWorkspace::jumpTo(const PatternEvent &event, LinkGroup group)
{
    assertThreadOf(this);
    showSymbol(event.symbol, group);
    ChartPanel *panel = m_links.chartFor(event);
    panel->jumpTo(event);
    setActive(panel);
}

void ChartWorkspace::setTheme(const Theme &theme)
{
    m_theme = theme;
    for (ChartPanel *panel : panels())
        panel->setTheme(theme);
}

void ChartWorkspace::setOffered(const QStringList &symbols)
{
    m_offered = symbols;
    for (ChartPanel *panel : panels())
        panel->setOffered(symbols);
}

void ChartWorkspace::setWheelHabits(const WheelHabits &habits)
{
    m_wheel = habits;
    for (ChartPanel *panel : panels())
        panel->view().setWheelHabits(habits);
    Q_EMIT setupChanged();
}

void ChartWorkspace::applyHistory(const SymbolHistory &history)
{
    assertThreadOf(this);
    for (ChartPanel *panel : panels())
        panel->applyHistory(history);
}

void ChartWorkspace::restore(const std::vector<QJsonObject> &grid, const std::vector<QJsonObject> &windows)
{
    assertThreadOf(this);
    const auto count = std::lower_bound(GridCounts.begin(), GridCounts.end(), static_cast<int>(grid.size()));
    if (grid.empty() || count == GridCounts.end())
        return;
    m_links.quietly([&] { // each has its own symbol already
        m_shelved.clear();
        setGrid(*count);
        for (std::size_t i = 0; i < std::min(grid.size(), m_charts.grid.size()); ++i)
            applySetup(grid[i], *m_charts.grid[i]);
        for (const QJsonObject &setup : windows) {
            if (panels().size() < MostCharts)
                applyGeometry(setup, *windowWith(setup));
        }
    });
}

} // namespace tickstock
