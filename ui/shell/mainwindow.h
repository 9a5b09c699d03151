// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "core/market/exchangecalendar.h"
#include "ui/common/frameclock.h"
#include "ui/common/theme.h"

#include <QJsonObject>
#include <QMainWindow>

#include <memory>

class QMenu;
class QStackedWidget;

namespace tickstock {

class ChartPanel;
class ChartToolBar;
class ChartWorkspace;
class ConnectionPanel;
class DockTitle;
class EventModel;
class EventView;
class FirstRunPanel;
class NoticeBar;
class GapModel;
class SinkView;
class StatusChips;
class Toast;
class WatchlistModel;
class WatchlistView;

/// The window: charts in the middle, watchlist, connections and events around it, trust in the status bar. Applies what
/// the core reports, at most 30 times a second.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// @param watermark what kind of data this is when it is not the market's; empty for the market's
    explicit MainWindow(const QString &watermark, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows what this source carries. The source must outlive the window or be replaced first.
    void setCore(const CoreInterfaces &core);
    void showFirstRun();
    /// In the chart in use, and with it in its link group.
    void showSymbol(const QString &symbol);
    /// Colours of the whole program, from here on.
    void setLook(const Look &look);
    const Theme &theme() const { return m_theme; }
    ChartWorkspace &charts() { return *m_charts; }
    /// How the user has set the window up, to be kept over a restart.
    QJsonObject setup() const;
    /// What cannot be used of it stays as it is. True: it has a place on the screen.
    bool restore(const QJsonObject &setup);
    /// "trading": everything; "focus": the chart alone. False for another name.
    bool applyLayout(const QString &name);
    /// Something that went wrong outside the market's data.
    void notify(const QString &text);
    /// What the user has just asked for, in a line; the next one replaces it.
    void answer(const QString &text);
    /// One line about the state of everything, for a terminal.
    QString healthLine() const;

Q_SIGNALS:
    /// Something that setup() tells, or a drawing.
    void setupChanged();
    /// The user has chosen where this is to be kept.
    void fileWanted(const QString &file, const QByteArray &content);
    void keyEntered(const QString &key);
    void simulatorChosen();
    void recordingChosen(const QString &file);
    /// The connection dialog is wanted, at this connection, with the test started if @p test.
    void setupRequested(tickstock::ConnectionId connection, bool test);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildDocks();
    void buildMenus();
    void buildLookMenu(QMenu &menu);
    void buildChartMenus();
    void connectCharts();
    void applyUpdates();
    void refreshHealth();
    void refreshWatchlist();
    void adoptSymbols();
    void followCharts();
    void showNotice(const ServiceNotice &notice);
    void showEventsOf(ChartPanel *panel);
    void jumpTo(const PatternEvent &event);
    void goTo(const QString &typed);
    QString spelledLikeTheFeed(const QString &typed) const;
    void showGaps(const GapList &gaps);
    void showPlan();
    void showPatterns();
    void showUniverses();
    void reportVisible();
    QDockWidget *addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area);

    Look m_look;
    Theme m_theme;
    std::optional<CoreInterfaces> m_core; // nothing: no core yet
    FrameClock m_frameClock;
    ExchangeCalendar m_calendar;
    QTimer m_healthTimer;
    quint64 m_framesCounted = 0;
    int m_framesPerSecond = 0;
    std::unique_ptr<SymbolTable> m_noSymbols; // until there is a source
    WatchlistModel *m_watchlistModel = nullptr;
    EventModel *m_eventModel;
    GapModel *m_gapModel;
    GapList m_gaps;
    QStringList m_gapsOf;  // symbols whose holes the charts show
    QStringList m_visible; // as last reported to the source
    NoticeBar *m_notices;
    QStackedWidget *m_centre;
    FirstRunPanel *m_firstRun;
    ChartWorkspace *m_charts;
    Toast *m_toast;
    WatchlistView *m_watchlist = nullptr;
    EventView *m_events = nullptr;
    ConnectionPanel *m_connections = nullptr;
    SinkView *m_sinks = nullptr;
    StatusChips *m_chips = nullptr;
    ChartToolBar *m_toolBar = nullptr;
    QDockWidget *m_watchlistDock = nullptr;
    DockTitle *m_watchlistTitle = nullptr;
    DockTitle *m_eventsTitle = nullptr;
};

} // namespace tickstock
