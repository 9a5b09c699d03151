// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/mainwindow.h"

#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/emptytableview.h"
#include "ui/common/format.h"
#include "ui/common/toast.h"
#include "ui/events/eventmodel.h"
#include "ui/events/eventview.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/routingplandialog.h"
#include "ui/health/sinkview.h"
#include "ui/health/statuschips.h"
#include "ui/health/statustext.h"
#include "ui/patterns/patternbrowser.h"
#include "ui/settings/firstrunpanel.h"
#include "ui/shell/charttoolbar.h"
#include "ui/shell/docktitle.h"
#include "ui/shell/noticebar.h"
#include "ui/universes/universedialog.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr int HealthMs = 1'000;
/// As many rows of the watchlist count as being on screen.
constexpr int VisibleRows = 60;

} // namespace

MainWindow::MainWindow(const QString &watermark, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(Theme::of(m_look))
    , m_noSymbols(std::make_unique<SymbolTable>())
    , m_eventModel(new EventModel(this))
    , m_gapModel(new GapModel(this))
    , m_notices(new NoticeBar(m_theme, this))
    , m_centre(new QStackedWidget(this))
    , m_firstRun(new FirstRunPanel(m_centre))
    , m_charts(new ChartWorkspace(m_theme, watermark, m_centre))
    , m_toast(new Toast(m_charts))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(watermark.isEmpty() ? tr("TickStock Desktop") : tr("TickStock Desktop \u2013 %1").arg(watermark));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    m_centre->addWidget(m_charts);
    m_centre->addWidget(m_firstRun);
    auto *middle = new QWidget(this);
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notices);
    layout->addWidget(m_centre, 1);
    setCentralWidget(middle);
    m_toolBar = new ChartToolBar(*m_charts, this);
    addToolBar(m_toolBar);
    buildDocks();
    m_chips = new StatusChips(m_theme, this);
    statusBar()->addWidget(m_chips, 1);
    statusBar()->setSizeGripEnabled(false);
    buildMenus();
    setLook(m_look);

    connect(m_firstRun, &FirstRunPanel::keyEntered, this, &MainWindow::keyEntered);
    connect(m_firstRun, &FirstRunPanel::simulatorChosen, this, &MainWindow::simulatorChosen);
    connect(m_firstRun, &FirstRunPanel::recordingChosen, this, &MainWindow::recordingChosen);
    connectCharts();
    connect(&m_frameClock, &FrameClock::frame, this, &MainWindow::applyUpdates);
    m_healthTimer.setInterval(HealthMs);
    connect(&m_healthTimer, &QTimer::timeout, this, &MainWindow::refreshHealth);
    m_charts->active().setFocus();
}

MainWindow::~MainWindow()
{
    if (m_core)
        m_core->market.mailbox().setWake({});
}

void MainWindow::connectCharts()
{
    connect(m_toolBar, &ChartToolBar::symbolEntered, this, &MainWindow::goTo);
    connect(m_charts, &ChartWorkspace::symbolTyped, this, &MainWindow::goTo);
    connect(m_charts, &ChartWorkspace::symbolShown, this, &MainWindow::showEventsOf);
    connect(m_charts, &ChartWorkspace::historyWanted, this, [this](const QString &symbol) {
        if (m_core)
            m_core->market.loadHistory(symbol);
    });
    connect(m_charts, &ChartWorkspace::eventClicked, m_events, &EventView::select);
    connect(m_charts, &ChartWorkspace::told, m_toast, &Toast::show);
    connect(m_charts, &ChartWorkspace::fileWanted, this, &MainWindow::fileWanted);
    connect(m_charts, &ChartWorkspace::setupChanged, this, &MainWindow::setupChanged);
    connect(m_charts, &ChartWorkspace::activeChanged, this, &MainWindow::followCharts);
    connect(&m_watchlistTitle->chip(), &LinkChip::groupChosen, this, &MainWindow::followCharts);
    connect(m_events, &EventView::eventChosen, this, &MainWindow::jumpTo);
}

/// A chart shows another symbol: what has been found of it is there already, and the watchlist follows its group.
void MainWindow::showEventsOf(ChartPanel *panel)
{
    m_gapsOf.clear(); // its holes are shown anew
    panel->model().addEvents(m_eventModel->eventsOf(panel->symbol()));
    const LinkGroup group = m_watchlistTitle->chip().group();
    if (m_watchlist && group != LinkGroup::None && panel->link() == group)
        m_watchlist->selectSymbol(panel->symbol());
}

QDockWidget *MainWindow::addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable |
                      QDockWidget::DockWidgetClosable);
    if (content)
        dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_watchlistModel = new WatchlistModel(*m_noSymbols, this);
    m_watchlistDock = addDock(tr("Watchlist"), "watchlistDock", nullptr, Qt::LeftDockWidgetArea);
    m_watchlistTitle = new DockTitle(m_watchlistDock);

    m_connections = new ConnectionPanel(m_theme, this);
    connect(m_connections, &ConnectionPanel::actionRequested, this, [this](ConnectionId id, ConnectionAction action) {
        if (m_core)
            m_core->connections.control(id, action);
    });
    connect(m_connections, &ConnectionPanel::editRequested, this, &MainWindow::setupRequested);
    connect(m_connections, &ConnectionPanel::planRequested, this, &MainWindow::showPlan);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_connections);
    QDockWidget *connections = addDock(tr("Connections"), "connectionsDock", scroll, Qt::RightDockWidgetArea);

    m_events = new EventView(*m_eventModel, this);
    m_events->setEmptyText(tr("No pattern yet. Bars are scanned as they close."));
    QDockWidget *events = addDock(tr("Pattern events"), "eventsDock", m_events, Qt::BottomDockWidgetArea);
    m_eventsTitle = new DockTitle(events);
    for (const DockTitle *title : {m_watchlistTitle, m_eventsTitle})
        connect(&title->chip(), &LinkChip::groupChosen, this, &MainWindow::setupChanged);
    auto *gapView = new EmptyTableView(this);
    gapView->setObjectName(QStringLiteral("gaps"));
    gapView->setModel(m_gapModel);
    gapView->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    gapView->horizontalHeader()->setSectionResizeMode(GapModel::CauseColumn, QHeaderView::Stretch);
    gapView->setEmptyText(tr("No hole in the data. Every one that is noticed is listed here, with what repaired it."));
    connect(gapView, &QTableView::activated, this,
            [this](const QModelIndex &index) { showSymbol(m_gapModel->gapAt(index.row()).symbol); });
    tabifyDockWidget(events, addDock(tr("Gaps"), "gapsDock", gapView, Qt::BottomDockWidgetArea));
    m_sinks = new SinkView(m_theme, this);
    tabifyDockWidget(events, addDock(tr("Sinks"), "sinksDock", m_sinks, Qt::BottomDockWidgetArea));
    events->raise();
    resizeDocks({m_watchlistDock, connections}, {250, 270}, Qt::Horizontal);
    resizeDocks({events}, {190}, Qt::Vertical);
}

void MainWindow::setCore(const CoreInterfaces &core)
{
    m_core.emplace(core);
    m_watchlistModel = new WatchlistModel(core.market.symbols(), this);
    m_watchlistModel->setTheme(m_theme);
    m_watchlist = new WatchlistView(*m_watchlistModel, this);
    m_watchlistDock->setWidget(m_watchlist);
    connect(m_watchlist, &WatchlistView::symbolChosen, this,
            [this](const QString &symbol) { m_charts->showSymbol(symbol, m_watchlistTitle->chip().group()); });
    connect(m_watchlist, &QTableView::clicked, m_centre, [this] { m_centre->setCurrentWidget(m_charts); });
    connect(m_watchlist, &WatchlistView::symbolRemoved, this, [this](const QString &symbol) {
        m_core->market.unsubscribe({symbol});
        m_toast->show(tr("%1 is out of the watchlist. Type it to have it back.").arg(symbol));
    });
    connect(&core.market, &MarketView::sessionChanged, this, [this] {
        for (const QString &symbol : m_charts->symbols())
            m_core->market.loadHistory(symbol);
    });
    connect(&core.health, &HealthView::started, this, &MainWindow::adoptSymbols);
    connect(&core.market, &MarketView::subscriptionsChanged, this, &MainWindow::refreshWatchlist);
    connect(&core.market, &MarketView::historyLoaded, m_charts, &ChartWorkspace::applyHistory);
    connect(&core.health, &HealthView::noticed, this, &MainWindow::showNotice);
    core.market.mailbox().setWake(
        [this] { QMetaObject::invokeMethod(&m_frameClock, &FrameClock::markDirty, Qt::QueuedConnection); });
    m_centre->setCurrentWidget(m_charts);
    m_healthTimer.start();
    refreshWatchlist();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    m_charts->showWindows();
}

void MainWindow::showFirstRun()
{
    m_centre->setCurrentWidget(m_firstRun);
}

void MainWindow::refreshWatchlist()
{
    const QStringList symbols = m_core->market.subscribedSymbols();
    m_watchlistModel->setSymbols(symbols);
    m_charts->setOffered(symbols);
    m_charts->fillEmpty(m_watchlist->firstSymbol());
    followCharts();
}

/// The watchlist stands where its group stands.
void MainWindow::followCharts()
{
    if (m_watchlist)
        m_watchlist->selectSymbol(m_charts->symbolOf(m_watchlistTitle->chip().group()));
}

/// What the charts show from an earlier run is wanted of this source, too.
void MainWindow::adoptSymbols()
{
    QStringList missing = m_charts->symbols();
    for (const QString &symbol : m_charts->symbols())
        m_core->market.loadHistory(symbol);
    missing.removeIf([this](const QString &symbol) { return m_core->market.subscribedSymbols().contains(symbol); });
    if (!missing.isEmpty())
        m_core->market.subscribe(missing);
    refreshWatchlist();
}

void MainWindow::showSymbol(const QString &symbol)
{
    m_charts->showSymbol(symbol);
}

/// Shows a symbol that somebody has typed, subscribed first if need be.
void MainWindow::goTo(const QString &typed)
{
    if (!m_core || typed.isEmpty())
        return;
    const QString symbol = spelledLikeTheFeed(typed);
    if (!isSymbol(symbol.toStdString())) {
        m_notices->answer(tr("\"%1\" is not a symbol.").arg(symbol));
        return;
    }
    m_notices->answer({});
    if (!m_core->market.subscribedSymbols().contains(symbol)) {
        m_core->market.subscribe({symbol});
        m_toast->show(tr("%1 is new in the watchlist. Delete takes it out again.").arg(symbol));
    }
    showSymbol(symbol);
    m_centre->setCurrentWidget(m_charts);
    m_charts->active().setFocus();
}

/// Symbols are upper case but for a few ("KIMpL"), so a known one is taken as it is known.
QString MainWindow::spelledLikeTheFeed(const QString &typed) const
{
    for (const QString &known : m_core->market.subscribedSymbols()) {
        if (known.compare(typed, Qt::CaseInsensitive) == 0)
            return known;
    }
    return typed == typed.toLower() ? typed.toUpper() : typed;
}

bool MainWindow::applyLayout(const QString &name)
{
    if (name != u"trading" && name != u"focus")
        return false;
    for (QDockWidget *dock : findChildren<QDockWidget *>())
        dock->setVisible(name == u"trading");
    return true;
}

void MainWindow::applyUpdates()
{
    const MarketUpdate update = m_core->market.mailbox().takeAll();
    m_watchlistModel->applyBatch(update.quotes);
    m_charts->applyUpdate(update, m_core->market.symbols());
    m_eventModel->applyBatch(update.events);
    if (update.lostMinutes) {
        for (const QString &symbol : m_charts->symbols())
            m_core->market.loadHistory(symbol);
    }
    if (update.lostEvents > 0)
        m_notices->add(
            tr("%n event(s) did not fit and are only in the store.", nullptr, static_cast<int>(update.lostEvents)),
            false);
    m_watchlistModel->fadeFlashes();
    if (m_watchlistModel->isFlashing())
        m_frameClock.markDirty();
}

void MainWindow::refreshHealth()
{
    const HealthBoard::Snapshot health = m_core->health.health();
    const Session session = m_calendar.sessionAt(health.pipeline.marketNow);
    m_connections->show(health);
    m_sinks->setSinks(health.sinks);
    m_framesPerSecond = static_cast<int>(m_frameClock.frames() - std::exchange(m_framesCounted, m_frameClock.frames()));
    m_chips->show(health, session, m_framesPerSecond);
    showGaps(health.gaps.list);
    reportVisible();
    m_charts->showHealth(health, session);
}

void MainWindow::showGaps(const GapList &gaps)
{
    m_gapModel->setGaps(gaps);
    if (!gaps || (gaps == m_gaps && m_gapsOf == m_charts->symbols()))
        return;
    m_gaps = gaps;
    m_gapsOf = m_charts->symbols();
    m_charts->setGaps(*gaps);
}

void MainWindow::showPlan()
{
    if (m_core)
        (new RoutingPlanDialog(m_core->connections, this))->open();
}

void MainWindow::showPatterns()
{
    if (m_core)
        (new PatternBrowser(m_core->patterns, m_theme, m_charts->active().symbol(), this))->show();
}

void MainWindow::showUniverses()
{
    if (m_core)
        (new UniverseDialog(m_core->lists, m_theme, this))->show();
}

/// The shown symbols first, then the watchlist: the order in which the core fetches what is missing.
void MainWindow::reportVisible()
{
    QStringList visible = m_charts->symbols();
    visible += m_core->market.subscribedSymbols().mid(0, VisibleRows);
    visible.removeDuplicates();
    visible.removeAll(QString());
    if (std::exchange(m_visible, visible) != visible)
        m_core->market.setVisible(visible);
}

void MainWindow::jumpTo(const PatternEvent &event)
{
    m_centre->setCurrentWidget(m_charts);
    m_charts->jumpTo(event, m_eventsTitle->chip().group());
}

void MainWindow::showNotice(const ServiceNotice &notice)
{
    switch (notice.kind) {
    case ServiceNotice::Kind::StorageAway:
        m_notices->add(
            tr("The store is away; what is due is kept on disk and follows when it is back: %1").arg(notice.detail),
            false);
        break;
    case ServiceNotice::Kind::StorageFailed:
        m_notices->add(tr("Nothing is stored: %1").arg(notice.detail), true);
        break;
    case ServiceNotice::Kind::NoSymbols:
        m_notices->add(tr("No symbols yet. Type one above and press Enter."), false);
        break;
    case ServiceNotice::Kind::UnknownUniverse:
        m_notices->add(tr("Unknown universe: %1").arg(notice.detail), true);
        break;
    case ServiceNotice::Kind::NoKey: showFirstRun(); break;
    case ServiceNotice::Kind::ApiUnavailable:
        m_notices->add(tr("The local interface is off: %1").arg(notice.detail), false);
        break;
    case ServiceNotice::Kind::SettingWarning: m_notices->add(notice.detail, false); break;
    case ServiceNotice::Kind::UniverseNotSaved:
        m_notices->add(tr("A symbol list is not saved: %1").arg(notice.detail), true);
        break;
    case ServiceNotice::Kind::NotCarried:
        m_notices->add(tr("The sender of the ticks does not carry %1.").arg(notice.detail), false);
        break;
    case ServiceNotice::Kind::PatternsNotSaved:
        m_notices->add(tr("What patterns are looked for is not kept: %1").arg(notice.detail), true);
        break;
    }
}

void MainWindow::notify(const QString &text)
{
    m_notices->add(text, true);
}

void MainWindow::answer(const QString &text)
{
    m_toast->show(text);
}

QString MainWindow::healthLine() const
{
    if (!m_core)
        return {};
    const HealthBoard::Snapshot health = m_core->health.health();
    return StatusChips::healthLine(health, m_calendar.sessionAt(health.pipeline.marketNow), m_framesPerSecond);
}

} // namespace tickstock
