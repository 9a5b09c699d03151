// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "ui/common/theme.h"

#include <QObject>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace tickstock {

class ConnectionPanel;
class DockTitle;
class EventModel;
class EventView;
class GapModel;
class LinkChip;
class SinkView;
class WatchlistModel;
class WatchlistView;

/// What lies around the charts: watchlist, connections, events, gaps and sinks, with their models. GUI thread.
class WindowDocks final : public QObject
{
    Q_OBJECT

public:
    /// @param window owns the docks
    WindowDocks(const Theme &theme, QMainWindow &window);

    void setTheme(const Theme &theme);
    /// A watchlist of these symbols takes the place of the one before, or of none.
    WatchlistView &makeWatchlist(SymbolTable &symbols);
    void setVisible(bool areVisible);

    /// Null until there are symbols.
    WatchlistView *watchlist() const { return m_watchlist; }
    WatchlistModel *watchlistModel() const { return m_watchlistModel; }
    EventModel &eventModel() const { return *m_eventModel; }
    EventView &events() const { return *m_events; }
    GapModel &gapModel() const { return *m_gapModel; }
    ConnectionPanel &connections() const { return *m_connections; }
    SinkView &sinks() const { return *m_sinks; }
    /// The link group of the watchlist, and that of the events.
    LinkChip &watchlistLink() const;
    LinkChip &eventsLink() const;

    void focusWatchlist();
    void focusEvents();
    void focusSinks();

Q_SIGNALS:
    /// By the user, in the list of gaps.
    void symbolChosen(const QString &symbol);

private:
    QDockWidget *addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area);
    QWidget *scrolledConnections();
    QWidget *makeGapView();

    QMainWindow &m_window;
    Theme m_theme;
    EventModel *m_eventModel;
    GapModel *m_gapModel;
    ConnectionPanel *m_connections;
    EventView *m_events;
    SinkView *m_sinks;
    QDockWidget *m_watchlistDock;
    DockTitle *m_watchlistTitle = nullptr;
    DockTitle *m_eventsTitle = nullptr;
    WatchlistModel *m_watchlistModel = nullptr;
    WatchlistView *m_watchlist = nullptr;
};

} // namespace tickstock
