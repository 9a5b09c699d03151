// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/windowdocks.h"

#include "ui/common/emptytableview.h"
#include "ui/events/eventmodel.h"
#include "ui/events/eventview.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/sinkview.h"
#include "ui/shell/docktitle.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QMainWindow>
#include <QScrollArea>

namespace tickstock {

WindowDocks::WindowDocks(const Theme &theme, QMainWindow &window)
    : QObject(&window)
    , m_window(window)
    , m_theme(theme)
    , m_eventModel(new EventModel(this))
    , m_gapModel(new GapModel(this))
    , m_connections(new ConnectionPanel(theme, &window))
    , m_events(new EventView(*m_eventModel, &window))
    , m_sinks(new SinkView(theme, &window))
{
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_watchlistDock = addDock(tr("Watchlist"), "watchlistDock", nullptr, Qt::LeftDockWidgetArea);
    m_watchlistTitle = new DockTitle(m_watchlistDock);
    QDockWidget *connections =
        addDock(tr("Connections"), "connectionsDock", scrolledConnections(), Qt::RightDockWidgetArea);
    m_events->setEmptyText(tr("No pattern yet. Bars are scanned as they close."));
    QDockWidget *events = addDock(tr("Pattern events"), "eventsDock", m_events, Qt::BottomDockWidgetArea);
    m_eventsTitle = new DockTitle(events);
    window.tabifyDockWidget(events, addDock(tr("Gaps"), "gapsDock", makeGapView(), Qt::BottomDockWidgetArea));
    window.tabifyDockWidget(events, addDock(tr("Sinks"), "sinksDock", m_sinks, Qt::BottomDockWidgetArea));
    events->raise();
    window.resizeDocks({m_watchlistDock, connections}, {250, 270}, Qt::Horizontal);
    window.resizeDocks({events}, {190}, Qt::Vertical);
}

QDockWidget *WindowDocks::addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, &m_window);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable |
                      QDockWidget::DockWidgetClosable);
    if (content)
        dock->setWidget(content);
    m_window.addDockWidget(area, dock);
    return dock;
}

QWidget *WindowDocks::scrolledConnections()
{
    auto *scroll = new QScrollArea(&m_window);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_connections);
    return scroll;
}

QWidget *WindowDocks::makeGapView()
{
    auto *view = new EmptyTableView(&m_window);
    view->setObjectName(QStringLiteral("gaps"));
    view->setModel(m_gapModel);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->horizontalHeader()->setSectionResizeMode(GapModel::CauseColumn, QHeaderView::Stretch);
    view->setEmptyText(tr("No hole in the data. Every one that is noticed is listed here, with what repaired it."));
    connect(view, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT symbolChosen(m_gapModel->gapAt(index.row()).symbol); });
    return view;
}

WatchlistView &WindowDocks::makeWatchlist(SymbolTable &symbols)
{
    m_watchlistModel = new WatchlistModel(symbols, this);
    m_watchlistModel->setTheme(m_theme);
    m_watchlist = new WatchlistView(*m_watchlistModel, &m_window);
    m_watchlistDock->setWidget(m_watchlist);
    return *m_watchlist;
}

void WindowDocks::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_eventModel->setTheme(theme);
    m_gapModel->setTheme(theme);
    m_connections->setTheme(theme);
    m_sinks->setTheme(theme);
    if (m_watchlistModel)
        m_watchlistModel->setTheme(theme);
}

void WindowDocks::setVisible(bool areVisible)
{
    for (QDockWidget *dock : m_window.findChildren<QDockWidget *>())
        dock->setVisible(areVisible);
}

LinkChip &WindowDocks::watchlistLink() const
{
    return m_watchlistTitle->chip();
}

LinkChip &WindowDocks::eventsLink() const
{
    return m_eventsTitle->chip();
}

void WindowDocks::focusWatchlist()
{
    if (m_watchlist)
        m_watchlist->setFocus();
}

void WindowDocks::focusEvents()
{
    m_events->setFocus();
}

void WindowDocks::focusSinks()
{
    m_sinks->parentWidget()->show(); // its dock
    m_sinks->parentWidget()->raise();
    m_sinks->setFocus();
}

} // namespace tickstock
