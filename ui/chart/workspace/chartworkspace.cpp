// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartworkspace.h"

#include <QEvent>
#include <QGridLayout>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr QSize WindowSize{760, 480};

int columnsFor(std::size_t charts)
{
    return charts <= 1 ? 1 : charts <= 4 ? 2 : 3;
}

} // namespace

ChartWorkspace::ChartWorkspace(const Theme &theme, const QString &watermark, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_watermark(watermark)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    connect(&m_drawings, &Drawings::changed, this, &ChartWorkspace::setupChanged);
    setGrid(1);
}

ChartWorkspace::~ChartWorkspace()
{
    for (ChartPanel *panel : panels())
        panel->disconnect(this);
    qDeleteAll(std::exchange(m_windows, {}));
    qDeleteAll(std::exchange(m_grid, {})); // before the drawings they show
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

void ChartWorkspace::connectPanel(ChartPanel *panel)
{
    connect(panel, &ChartPanel::activated, this, [this, panel] { setActive(panel); });
    connect(panel, &ChartPanel::symbolChanged, this, [this, panel] {
        Q_EMIT symbolShown(panel);
        follow(panel);
    });
    connect(panel, &ChartPanel::linkChanged, this, [this, panel] { join(panel); });
    connect(panel, &ChartPanel::historyWanted, this, [this](const QString &symbol) {
        if (m_isQuiet)
            m_wanted.append(symbol);
        else
            Q_EMIT historyWanted(symbol);
    });
    connect(panel, &ChartPanel::symbolTyped, this, &ChartWorkspace::symbolTyped);
    connect(panel, &ChartPanel::eventClicked, this, &ChartWorkspace::eventClicked);
    connect(panel, &ChartPanel::setupChanged, this, &ChartWorkspace::setupChanged);
    connect(panel, &ChartPanel::fileWanted, this, &ChartWorkspace::fileWanted);
    connect(panel, &ChartPanel::told, this, &ChartWorkspace::told);
    connect(panel, &ChartPanel::maximiseWanted, this, [this, panel] {
        setActive(panel);
        toggleMaximised();
    });
    connect(panel, &ChartPanel::windowWanted, this, [this, panel] {
        setActive(panel);
        openWindow();
    });
    linkCrosshairs(panel);
}

std::vector<ChartPanel *> ChartWorkspace::panels() const
{
    std::vector<ChartPanel *> all = m_grid;
    all.insert(all.end(), m_windows.begin(), m_windows.end());
    return all;
}

QStringList ChartWorkspace::symbols() const
{
    QStringList all{m_active->symbol()};
    for (const ChartPanel *panel : panels())
        all.append(panel->symbol());
    all.removeDuplicates();
    all.removeAll(QString());
    return all;
}

void ChartWorkspace::setActive(ChartPanel *panel)
{
    ChartPanel *before = std::exchange(m_active, panel);
    if (before == panel)
        return;
    for (ChartPanel *other : panels())
        other->setActive(other == panel);
    if (before && before->view().tool().armed()) { // what was to be drawn is drawn where the hand is now
        panel->view().tool().choose(before->view().tool().armed());
        before->view().tool().choose(std::nullopt);
    }
    if (m_maximised && !panel->isWindow()) {
        m_maximised = panel;
        placeGrid();
    }
    Q_EMIT activeChanged();
}

void ChartWorkspace::activateNext()
{
    const auto all = panels();
    const auto active = std::find(all.begin(), all.end(), m_active);
    setActive(active + 1 == all.end() ? all.front() : *(active + 1));
    m_active->activateWindow();
    m_active->setFocus();
}

void ChartWorkspace::setGrid(int count)
{
    const auto wanted = static_cast<std::size_t>(count);
    if (wanted + m_windows.size() > MostCharts) {
        Q_EMIT told(tr("There is room for %n chart(s) in all. Close some windows first.", nullptr, int(MostCharts)));
        return;
    }
    m_maximised = nullptr;
    ChartPanel *stays = m_active;
    quietly([&] {
        while (m_grid.size() < wanted)
            addToGrid();
        while (m_grid.size() > wanted)
            shelveLast(stays);
    });
    if (stays)
        setActive(stays); // whatever got the keyboard meanwhile
    if (!m_active)
        setActive(m_grid.front());
    placeGrid();
    Q_EMIT setupChanged();
}

/// As it was when it went, but for the symbol, if its group has gone elsewhere.
void ChartWorkspace::addToGrid()
{
    ChartPanel *panel = makePanel(this);
    m_grid.push_back(panel);
    if (!m_shelved.empty()) {
        panel->restore(m_shelved.front());
        m_shelved.pop_front();
    } else if (m_active) {
        panel->restore(m_active->setup());
    }
    if (const auto group = linkedWith(panel); !group.empty())
        panel->showSymbol(group.front()->symbol());
}

/// The one in use stays.
void ChartWorkspace::shelveLast(const ChartPanel *stays)
{
    const auto last = m_grid.back() == stays ? m_grid.end() - 2 : m_grid.end() - 1;
    ChartPanel *panel = *last;
    m_shelved.push_front(panel->setup());
    m_grid.erase(last);
    forget(panel);
}

void ChartWorkspace::forget(ChartPanel *panel)
{
    for (ChartPanel *other : linkedWith(panel))
        other->view().crosshair().followLinked({}, {}, NoValue);
    panel->disconnect(this);
    panel->view().crosshair().disconnect(this);
    panel->view().navigation().disconnect(this);
    panel->hide();
    panel->deleteLater();
    if (m_active != panel)
        return;
    const QWidget *focused = window()->focusWidget(); // which gets the keyboard back
    const auto next = std::find_if(m_grid.begin(), m_grid.end(),
                                   [focused](const ChartPanel *other) { return other->isAncestorOf(focused); });
    setActive(next == m_grid.end() ? m_grid.front() : *next);
}

/// Rows and columns without a chart to show take no room.
void ChartWorkspace::placeGrid()
{
    const int columns = columnsFor(m_grid.size());
    for (int row = 0; row < m_layout->rowCount(); ++row)
        m_layout->setRowStretch(row, 0);
    for (int column = 0; column < m_layout->columnCount(); ++column)
        m_layout->setColumnStretch(column, 0);
    for (std::size_t i = 0; i < m_grid.size(); ++i) {
        const int row = static_cast<int>(i) / columns, column = static_cast<int>(i) % columns;
        const bool isShown = !m_maximised || m_grid[i] == m_maximised;
        m_layout->addWidget(m_grid[i], row, column);
        m_grid[i]->setHeaderShown(m_grid.size() > 1 || !m_windows.empty());
        m_grid[i]->setVisible(isShown);
        if (isShown) {
            m_layout->setRowStretch(row, 1);
            m_layout->setColumnStretch(column, 1);
        }
    }
}

void ChartWorkspace::toggleMaximised()
{
    if (m_active->isWindow()) {
        m_active->isMaximized() ? m_active->showNormal() : m_active->showMaximized();
        return;
    }
    m_maximised = m_maximised || m_grid.size() == 1 ? nullptr : m_active;
    placeGrid();
    m_active->view().setFocus();
}

void ChartWorkspace::openWindow()
{
    if (panels().size() >= MostCharts) {
        Q_EMIT told(tr("There are %n chart(s) already, and no room for more.", nullptr, int(MostCharts)));
        return;
    }
    ChartPanel *panel = nullptr;
    quietly([&] { panel = windowWith(m_active->setup()); });
    panel->view().setPosition(m_active->view().position());
    panel->show();
    panel->activateWindow();
    setActive(panel);
    Q_EMIT setupChanged();
}

void ChartWorkspace::showWindows()
{
    for (ChartPanel *panel : m_windows)
        panel->show();
}

ChartPanel *ChartWorkspace::windowWith(const QJsonObject &setup)
{
    ChartPanel *panel = makePanel(nullptr);
    m_windows.push_back(panel);
    panel->setAttribute(Qt::WA_QuitOnClose, false); // the program ends with its main window
    panel->installEventFilter(this);
    panel->restore(setup);
    panel->setHeaderShown(true);
    panel->resize(WindowSize);
    placeGrid();
    return panel;
}

/// A chart's window that is closed is gone.
bool ChartWorkspace::eventFilter(QObject *watched, QEvent *event)
{
    const auto closed = std::find(m_windows.begin(), m_windows.end(), watched);
    if (event->type() == QEvent::Close && closed != m_windows.end()) {
        ChartPanel *panel = *closed;
        m_windows.erase(closed);
        forget(panel);
        placeGrid();
        Q_EMIT setupChanged();
    }
    return QWidget::eventFilter(watched, event);
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
    for (ChartPanel *panel : panels())
        panel->applyHistory(history);
}

void ChartWorkspace::applyUpdate(const MarketUpdate &update, SymbolTable &symbols)
{
    for (ChartPanel *panel : panels()) {
        if (const auto id = symbols.find(panel->symbol()))
            panel->applyUpdate(update, *id);
    }
}

void ChartWorkspace::showHealth(const HealthBoard::Snapshot &health, Session session)
{
    for (ChartPanel *panel : panels())
        panel->showHealth(health, session);
}

void ChartWorkspace::setGaps(const std::vector<Gap> &gaps)
{
    for (ChartPanel *panel : panels())
        panel->setGaps(gaps);
}

QJsonObject ChartWorkspace::setup() const
{
    QJsonArray grid, windows;
    for (const ChartPanel *panel : m_grid)
        grid.append(panel->setup());
    for (const ChartPanel *panel : m_windows) {
        QJsonObject window = panel->setup();
        window[QStringLiteral("geometry")] = QString::fromLatin1(panel->saveGeometry().toBase64());
        windows.append(window);
    }
    return {{QStringLiteral("grid"), grid},
            {QStringLiteral("windows"), windows},
            {QStringLiteral("wheel_pans"), m_wheel.pans},
            {QStringLiteral("wheel_zooms_at_cursor"), m_wheel.zoomsAtCursor}};
}

void ChartWorkspace::restore(const QJsonObject &setup)
{
    setWheelHabits(
        {setup[u"wheel_pans"].toBool(m_wheel.pans), setup[u"wheel_zooms_at_cursor"].toBool(m_wheel.zoomsAtCursor)});
    const QJsonArray grid = setup[u"grid"].toArray();
    const auto count = std::lower_bound(GridCounts.begin(), GridCounts.end(), grid.size());
    if (grid.isEmpty() || count == GridCounts.end())
        return;
    quietly([&] { // each has its own symbol already
        m_shelved.clear();
        setGrid(*count);
        for (std::size_t i = 0; i < static_cast<std::size_t>(grid.size()); ++i)
            m_grid[i]->restore(grid[static_cast<qsizetype>(i)].toObject());
        for (const auto &kept : setup[u"windows"].toArray()) {
            if (panels().size() >= MostCharts)
                break;
            ChartPanel *panel = windowWith(kept.toObject());
            panel->restoreGeometry(QByteArray::fromBase64(kept[u"geometry"].toString().toLatin1()));
        }
    });
}

} // namespace tickstock
