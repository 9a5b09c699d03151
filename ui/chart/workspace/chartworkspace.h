// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawings.h"
#include "ui/chart/workspace/chartgrid.h"
#include "ui/chart/workspace/chartlinks.h"
#include "ui/chart/workspace/chartpanel.h"
#include "ui/chart/workspace/chartset.h"

#include <QJsonObject>
#include <QWidget>

#include <deque>

namespace tickstock {

/// All charts: one, two, four or six in a grid, and any number in windows of their own. Makes and removes them, and
/// knows which one the user works with. GUI thread.
class ChartWorkspace final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::array GridCounts{1, 2, 4, 6};
    /// Windows and grid together: what a machine draws 30 times a second.
    static constexpr std::size_t MostCharts = 16;

    ChartWorkspace(const Theme &theme, const QString &watermark, QWidget *parent = nullptr);
    ~ChartWorkspace() override;

    /// One of GridCounts. Charts that go keep their set-up for when they come back.
    void setGrid(int count);
    int gridCount() const { return static_cast<int>(m_charts.grid.size()); }
    /// A window with a chart like the active one.
    void openWindow();
    /// Those that have come with a set-up, once the main window is there.
    void showWindows();
    /// The active chart alone in the grid, and all of them again.
    void toggleMaximised();
    /// The next of panels() is the one the user works with.
    void activateNext();

    ChartPanel &active() const { return *m_charts.active; }
    const ChartSet &charts() const { return m_charts; }
    /// Those of the grid, then those in windows.
    std::vector<ChartPanel *> panels() const { return m_charts.all(); }
    /// The active chart's first; each once.
    QStringList symbols() const { return m_charts.symbols(); }
    /// Of a group: its first chart's; of no group, or one without a chart, the active one's.
    QString symbolOf(LinkGroup group) const { return m_links.leaderOf(group)->symbol(); }
    Drawings &drawings() { return m_drawings; }

    /// In the active chart, and with it in its link group.
    void showSymbol(const QString &symbol) { active().showSymbol(symbol); }
    /// In the charts of a group; in the active one if there is none of it.
    void showSymbol(const QString &symbol, LinkGroup group) { m_links.leaderOf(group)->showSymbol(symbol); }
    void jumpTo(const PatternEvent &event, LinkGroup group);

    /// Charts without a symbol show their group's, else this one.
    void fillEmpty(const QString &symbol) { m_links.fillEmpty(symbol); }

    void setTheme(const Theme &theme);
    void setOffered(const QStringList &symbols);
    void setWheelHabits(const WheelHabits &habits);
    const WheelHabits &wheelHabits() const { return m_wheel; }
    void applyHistory(const SymbolHistory &history);
    /// Charts that were kept, each with its set-up. Nothing happens when there are none, or too many, for the grid.
    void restore(const std::vector<QJsonObject> &grid, const std::vector<QJsonObject> &windows);

Q_SIGNALS:
    void activeChanged();
    /// A chart shows another symbol.
    void symbolShown(tickstock::ChartPanel *panel);
    void historyWanted(const QString &symbol);
    void symbolTyped(const QString &symbol);
    void eventClicked(const tickstock::PatternEvent &event);
    /// Something that is kept over a restart.
    void setupChanged();
    void fileWanted(const QString &file, const QByteArray &content);
    /// A line for the user, about what was just asked for.
    void answered(const QString &text);

private:
    ChartPanel *makePanel(QWidget *parent);
    void connectPanel(ChartPanel *panel);
    void disconnectPanel(ChartPanel *panel);
    void setActive(ChartPanel *panel);
    void addToGrid();
    void shelveLast(const ChartPanel *stays);
    void forget(ChartPanel *panel);
    void forgetWindow(ChartPanel *panel);
    ChartPanel *windowWith(const QJsonObject &setup);

    Theme m_theme;
    const QString m_watermark;
    Drawings m_drawings;
    ChartSet m_charts; // those in windows have no parent, and are deleted here
    ChartLinks m_links;
    ChartGrid m_grid;
    std::deque<QJsonObject> m_shelved; // set-ups of charts that had no place in the grid
    WheelHabits m_wheel;
    QStringList m_offered;
};

} // namespace tickstock
