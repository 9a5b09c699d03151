// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/service/marketdatasource.h"
#include "ui/common/frameclock.h"
#include "ui/common/theme.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace tickstock {

class ChartModel;
class ChartToolBar;
class ChartView;
class ConnectionPanel;
class EventModel;
class EventView;
class FirstRunPanel;
class NoticeBar;
class GapModel;
class SinkView;
class StatusChips;
class WatchlistModel;
class WatchlistView;

/// The window: chart in the middle, watchlist, connections and events around it, trust in the status bar. Applies what
/// the core reports, at most 30 times a second.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// @param watermark what kind of data this is when it is not the market's; empty for the market's
    MainWindow(const Theme &theme, const QString &watermark, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows what this source carries. The source must outlive the window or be replaced first.
    void setSource(MarketDataSource &source);
    void showFirstRun();
    void showSymbol(const QString &symbol);
    /// "trading": everything; "focus": the chart alone. False for another name.
    bool applyLayout(const QString &name);
    /// Something that went wrong outside the market's data.
    void notify(const QString &text);
    /// One line about the state of everything, for a terminal.
    QString healthLine() const;

Q_SIGNALS:
    void keyEntered(const QString &key);
    void simulatorChosen();
    void recordingChosen(const QString &file);
    /// The connection dialog is wanted, at this connection, with the test started if @p test.
    void setupRequested(tickstock::ConnectionId connection, bool test);

private:
    void buildToolBar();
    void buildDocks();
    void buildMenus();
    void applyUpdates();
    void refreshHealth();
    void refreshWatchlist();
    void applyHistory(const SymbolHistory &history);
    void showNotice(const ServiceNotice &notice);
    void jumpTo(const PatternEvent &event);
    void setTimeframe(Timeframe timeframe);
    void goTo(const QString &typed);
    QString spelledLikeTheFeed(const QString &typed) const;
    void showGaps(const GapList &gaps);
    void showPlan();
    void showPatterns();
    void showUniverses();
    void reportVisible();
    void showTrust(const HealthBoard::Snapshot &health, Session session);
    QDockWidget *addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area);

    const Theme m_theme;
    MarketDataSource *m_source = nullptr;
    FrameClock m_frameClock;
    ExchangeCalendar m_calendar;
    QTimer m_healthTimer;
    Timestamp m_marketNow;
    Timestamp m_lastPriceTime;
    quint64 m_framesCounted = 0;
    int m_framesPerSecond = 0;
    std::unique_ptr<SymbolTable> m_noSymbols; // until there is a source
    ChartModel *m_chartModel;
    WatchlistModel *m_watchlistModel = nullptr;
    EventModel *m_eventModel;
    GapModel *m_gapModel;
    GapList m_gaps;
    QString m_gapsOf;       // symbol whose holes the chart shows
    ConnectionId m_shownBy; // brought the shown symbol's last event
    QStringList m_visible;  // as last reported to the source
    NoticeBar *m_notices;
    QStackedWidget *m_centre;
    FirstRunPanel *m_firstRun;
    ChartView *m_chart;
    WatchlistView *m_watchlist = nullptr;
    EventView *m_events = nullptr;
    ConnectionPanel *m_connections = nullptr;
    SinkView *m_sinks = nullptr;
    StatusChips *m_chips = nullptr;
    ChartToolBar *m_toolBar = nullptr;
    QDockWidget *m_watchlistDock = nullptr;
};

} // namespace tickstock
