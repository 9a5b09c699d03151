// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawings.h"
#include "ui/chart/workspace/chartpanel.h"

#include <QJsonArray>
#include <QWidget>

#include <deque>
#include <functional>
#include <vector>

class QGridLayout;

namespace tickstock {

/// All charts: one, two, four or six in a grid, and any number in windows of their own. Knows which one the user works
/// with, and keeps those of a link group together. GUI thread.
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
    int gridCount() const { return static_cast<int>(m_grid.size()); }
    /// A window with a chart like the active one.
    void openWindow();
    /// Those that have come with a set-up, once the main window is there.
    void showWindows();
    /// The active chart alone in the grid, and all of them again.
    void toggleMaximised();
    /// The next of panels() is the one the user works with.
    void activateNext();

    ChartPanel &active() const { return *m_active; }
    /// Those of the grid, then those in windows.
    std::vector<ChartPanel *> panels() const;
    /// The active chart's first; each once.
    QStringList symbols() const;
    /// Of a group: its first chart's; of no group, or one without a chart, the active one's.
    QString symbolOf(LinkGroup group) const;
    Drawings &drawings() { return m_drawings; }

    /// In the active chart, and with it in its link group.
    void showSymbol(const QString &symbol);
    /// In the charts of a group; in the active one if there is none of it.
    void showSymbol(const QString &symbol, LinkGroup group);
    void jumpTo(const PatternEvent &event, LinkGroup group);

    /// Charts without a symbol show their group's, else this one.
    void fillEmpty(const QString &symbol);

    void setTheme(const Theme &theme);
    void setOffered(const QStringList &symbols);
    void setWheelHabits(const WheelHabits &habits);
    const WheelHabits &wheelHabits() const { return m_wheel; }
    void applyHistory(const SymbolHistory &history);
    void applyUpdate(const MarketUpdate &update, SymbolTable &symbols);
    void showHealth(const HealthBoard::Snapshot &health, Session session);
    /// All symbols' holes.
    void setGaps(const std::vector<Gap> &gaps);

    QJsonObject setup() const;
    void restore(const QJsonObject &setup);

Q_SIGNALS:
    void activeChanged();
    /// A chart shows another symbol.
    void symbolShown(tickstock::ChartPanel *panel);
    void historyWanted(const QString &symbol);
    void symbolTyped(const QString &symbol);
    void eventClicked(const tickstock::PatternEvent &event);
    /// Something that setup() tells, or a drawing.
    void setupChanged();
    void fileWanted(const QString &file, const QByteArray &content);
    void told(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    ChartPanel *makePanel(QWidget *parent);
    void connectPanel(ChartPanel *panel);
    void setActive(ChartPanel *panel);
    void addToGrid();
    void shelveLast(const ChartPanel *stays);
    void placeGrid();
    void forget(ChartPanel *panel);
    ChartPanel *windowWith(const QJsonObject &setup);
    ChartPanel *leaderOf(LinkGroup group) const;
    void linkCrosshairs(ChartPanel *panel);
    void follow(ChartPanel *leader);
    void join(ChartPanel *panel);
    void quietly(const std::function<void()> &work);
    std::vector<ChartPanel *> linkedWith(const ChartPanel *panel) const;

    Theme m_theme;
    const QString m_watermark;
    Drawings m_drawings;
    std::vector<ChartPanel *> m_grid;
    std::vector<ChartPanel *> m_windows; // no parent: windows of their own; deleted here
    std::deque<QJsonObject> m_shelved;   // set-ups of charts that had no place in the grid
    ChartPanel *m_active = nullptr;
    ChartPanel *m_maximised = nullptr; // in the grid, alone
    WheelHabits m_wheel;
    bool m_isQuiet = false; // charts are set up: nobody follows, and histories are asked for at the end
    QStringList m_wanted;   // histories, meanwhile
    QStringList m_offered;
    QGridLayout *m_layout;
};

} // namespace tickstock
