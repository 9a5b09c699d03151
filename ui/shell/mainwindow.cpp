// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/mainwindow.h"

#include "core/feed/connectionrouter.h"
#include "ui/chart/chartmodel.h"
#include "ui/chart/chartview.h"
#include "ui/chart/typetogo.h"
#include "ui/common/emptytableview.h"
#include "ui/common/format.h"
#include "ui/events/eventmodel.h"
#include "ui/events/eventview.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/routingplandialog.h"
#include "ui/health/statuschips.h"
#include "ui/health/statustext.h"
#include "ui/patterns/patternbrowser.h"
#include "ui/settings/firstrunpanel.h"
#include "ui/shell/charttoolbar.h"
#include "ui/shell/noticebar.h"
#include "ui/sinks/sinkview.h"
#include "ui/universes/universedialog.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <QApplication>
#include <QDateTime>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr int HealthMs = 1'000;
/// A symbol that has not traded for this long in an open market shows its price as old.
constexpr Milliseconds StaleAfter{60'000};
/// As many rows of the watchlist count as being on screen.
constexpr int VisibleRows = 60;

} // namespace

MainWindow::MainWindow(const Theme &theme, const QString &watermark, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_noSymbols(std::make_unique<SymbolTable>())
    , m_chartModel(new ChartModel(this))
    , m_eventModel(new EventModel(this))
    , m_gapModel(new GapModel(this))
    , m_notices(new NoticeBar(theme, this))
    , m_centre(new QStackedWidget(this))
    , m_firstRun(new FirstRunPanel(m_centre))
    , m_chart(new ChartView(*m_chartModel, m_centre))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(watermark.isEmpty() ? tr("TickStock Desktop") : tr("TickStock Desktop \u2013 %1").arg(watermark));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    m_chart->setTheme(theme);
    m_chart->setWatermark(watermark);
    m_eventModel->setTheme(theme);
    m_gapModel->setTheme(theme);
    m_centre->addWidget(m_chart);
    m_centre->addWidget(m_firstRun);
    auto *middle = new QWidget(this);
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notices);
    layout->addWidget(m_centre, 1);
    setCentralWidget(middle);
    buildToolBar();
    buildDocks();
    buildMenus();
    m_chips = new StatusChips(theme, this);
    statusBar()->addWidget(m_chips, 1);
    statusBar()->setSizeGripEnabled(false);

    connect(m_firstRun, &FirstRunPanel::keyEntered, this, &MainWindow::keyEntered);
    connect(m_firstRun, &FirstRunPanel::simulatorChosen, this, &MainWindow::simulatorChosen);
    connect(m_firstRun, &FirstRunPanel::recordingChosen, this, &MainWindow::recordingChosen);
    connect(m_events, &EventView::eventChosen, this, &MainWindow::jumpTo);
    connect(m_chart, &ChartView::eventClicked, m_events, &EventView::select);
    auto *typed = new TypeToGo(m_chart);
    connect(m_chart, &ChartView::typed, this, [this, typed](const QString &text) {
        typed->begin(text, m_source ? m_source->subscribedSymbols() : QStringList());
    });
    connect(typed, &TypeToGo::symbolTyped, this, &MainWindow::goTo);
    connect(typed, &TypeToGo::timeframeTyped, this, [this](Timeframe timeframe) {
        m_toolBar->showTimeframe(timeframe);
        setTimeframe(timeframe);
    });
    connect(&m_frameClock, &FrameClock::frame, this, &MainWindow::applyUpdates);
    m_healthTimer.setInterval(HealthMs);
    connect(&m_healthTimer, &QTimer::timeout, this, &MainWindow::refreshHealth);
    m_chart->setFocus();
}

MainWindow::~MainWindow()
{
    if (m_source)
        m_source->mailbox().setWake({});
}

void MainWindow::buildToolBar()
{
    m_toolBar = new ChartToolBar(*m_chart, this);
    addToolBar(m_toolBar);
    connect(m_toolBar, &ChartToolBar::symbolEntered, this, &MainWindow::goTo);
    connect(m_toolBar, &ChartToolBar::timeframeChosen, this, &MainWindow::setTimeframe);
    connect(m_toolBar, &ChartToolBar::extendedHoursChosen, m_chartModel, &ChartModel::setExtendedHours);
}

QDockWidget *MainWindow::addDock(const QString &title, const char *name, QWidget *content, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable |
                      QDockWidget::DockWidgetClosable);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_watchlistModel = new WatchlistModel(*m_noSymbols, this);
    m_watchlistDock = new QDockWidget(tr("Watchlist"), this);
    m_watchlistDock->setObjectName(QStringLiteral("watchlistDock"));
    addDockWidget(Qt::LeftDockWidgetArea, m_watchlistDock);

    m_connections = new ConnectionPanel(m_theme, this);
    connect(m_connections, &ConnectionPanel::actionRequested, this, [this](ConnectionId id, ConnectionAction action) {
        if (m_source)
            m_source->control(id, action);
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

void MainWindow::buildMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Quit"), QKeySequence::Quit, qApp, &QApplication::quit);
    QMenu *view = createPopupMenu();
    view->setTitle(tr("&View"));
    menuBar()->addMenu(view);
    QMenu *connections = menuBar()->addMenu(tr("&Connections"));
    connections->addAction(tr("&Set up\u2026"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                           [this] { Q_EMIT setupRequested(ConnectionId{1}, false); });
    connections->addAction(tr("Routing &plan\u2026"), this, &MainWindow::showPlan);
    connections->addAction(tr("Symbol &lists\u2026"), this, &MainWindow::showUniverses);
    QMenu *patterns = menuBar()->addMenu(tr("&Patterns"));
    patterns->addAction(tr("&Browse\u2026"), QKeySequence(Qt::CTRL | Qt::Key_B), this, &MainWindow::showPatterns);
    QMenu *go = menuBar()->addMenu(tr("&Go"));
    go->addAction(tr("&Symbol\u2026"), QKeySequence(Qt::CTRL | Qt::Key_L), m_toolBar, &ChartToolBar::focusSymbol);
    go->addAction(tr("&Chart"), QKeySequence(Qt::CTRL | Qt::Key_1), m_chart, qOverload<>(&QWidget::setFocus));
    go->addAction(tr("&Watchlist"), QKeySequence(Qt::CTRL | Qt::Key_2), this, [this] {
        if (m_watchlist)
            m_watchlist->setFocus();
    });
    go->addAction(tr("&Events"), QKeySequence(Qt::CTRL | Qt::Key_3), m_events, qOverload<>(&QWidget::setFocus));
    go->addAction(tr("S&inks"), QKeySequence(Qt::CTRL | Qt::Key_4), this, [this] {
        m_sinks->parentWidget()->show(); // its dock
        m_sinks->parentWidget()->raise();
        m_sinks->setFocus();
    });
}

void MainWindow::setSource(MarketDataSource &source)
{
    m_source = &source;
    m_watchlistModel = new WatchlistModel(source.symbols(), this);
    m_watchlistModel->setTheme(m_theme);
    m_watchlist = new WatchlistView(*m_watchlistModel, this);
    m_watchlistDock->setWidget(m_watchlist);
    connect(m_watchlist, &WatchlistView::symbolChosen, this, &MainWindow::showSymbol);
    connect(m_watchlist, &QTableView::clicked, m_centre, [this] { m_centre->setCurrentWidget(m_chart); });
    connect(m_watchlist, &WatchlistView::symbolRemoved, this,
            [this](const QString &symbol) { m_source->unsubscribe({symbol}); });
    connect(&source, &MarketDataSource::sessionChanged, this, [this] {
        if (!m_chartModel->symbol().isEmpty())
            m_source->loadHistory(m_chartModel->symbol());
    });
    connect(&source, &MarketDataSource::started, this, &MainWindow::refreshWatchlist);
    connect(&source, &MarketDataSource::subscriptionsChanged, this, &MainWindow::refreshWatchlist);
    connect(&source, &MarketDataSource::historyLoaded, this, &MainWindow::applyHistory);
    connect(&source, &MarketDataSource::noticed, this, &MainWindow::showNotice);
    source.mailbox().setWake(
        [this] { QMetaObject::invokeMethod(&m_frameClock, &FrameClock::markDirty, Qt::QueuedConnection); });
    m_centre->setCurrentWidget(m_chart);
    m_healthTimer.start();
    refreshWatchlist();
}

void MainWindow::showFirstRun()
{
    m_centre->setCurrentWidget(m_firstRun);
}

void MainWindow::refreshWatchlist()
{
    m_watchlistModel->setSymbols(m_source->subscribedSymbols());
    if (m_chartModel->symbol().isEmpty())
        showSymbol(m_watchlist->firstSymbol());
    m_watchlist->selectSymbol(m_chartModel->symbol());
}

void MainWindow::showSymbol(const QString &symbol)
{
    if (symbol.isEmpty() || symbol == m_chartModel->symbol())
        return;
    m_chartModel->setSymbol(symbol);
    m_chart->setEmptyText(tr("%1: loading the last ten sessions\u2026").arg(symbol));
    m_toolBar->showSymbol(symbol);
    m_lastPriceTime = {};
    m_shownBy = {};
    m_gapsOf.clear(); // its holes are shown anew
    m_chart->setSourceName({});
    m_chartModel->addEvents(m_eventModel->eventsOf(symbol));
    if (m_source)
        m_source->loadHistory(symbol);
    if (m_watchlist)
        m_watchlist->selectSymbol(symbol);
}

/// Shows a symbol that somebody has typed, subscribed first if need be.
void MainWindow::goTo(const QString &typed)
{
    if (!m_source || typed.isEmpty())
        return;
    const QString symbol = spelledLikeTheFeed(typed);
    if (!isSymbol(symbol.toStdString())) {
        m_notices->answer(tr("\"%1\" is not a symbol.").arg(symbol));
        return;
    }
    m_notices->answer({});
    if (!m_source->subscribedSymbols().contains(symbol))
        m_source->subscribe({symbol});
    showSymbol(symbol);
    m_centre->setCurrentWidget(m_chart);
    m_chart->setFocus();
}

/// Symbols are upper case but for a few ("KIMpL"), so a known one is taken as it is known.
QString MainWindow::spelledLikeTheFeed(const QString &typed) const
{
    for (const QString &known : m_source->subscribedSymbols()) {
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

void MainWindow::setTimeframe(Timeframe timeframe)
{
    m_chartModel->setTimeframe(timeframe);
    m_chart->setFocus();
}

void MainWindow::applyHistory(const SymbolHistory &history)
{
    if (history.symbol != m_chartModel->symbol())
        return;
    m_chartModel->setHistory(history.minutes, history.days);
    m_chartModel->addEvents(history.events);
    if (!history.isComplete)
        return;
    m_chart->setEmptyText(
        history.problem.isEmpty()
            ? tr("%1: no bars yet. They appear as the symbol trades.").arg(history.symbol)
            : tr("%1: no history (%2). Live bars appear as the symbol trades.").arg(history.symbol, history.problem));
}

void MainWindow::applyUpdates()
{
    const MarketUpdate update = m_source->mailbox().takeAll();
    m_marketNow = update.marketNow;
    m_watchlistModel->applyBatch(update.quotes);
    const QByteArray shown = m_chartModel->symbol().toUtf8();
    const auto id =
        m_source->symbols().find(std::string_view(shown.constData(), static_cast<std::size_t>(shown.size())));
    if (id) {
        for (const ClosedMinute &minute : update.closed) {
            if (minute.symbol == *id)
                m_chartModel->updateMinute(minute.bar);
        }
        for (const QuoteUpdate &quote : update.quotes) {
            if (quote.symbol != *id)
                continue;
            m_lastPriceTime = quote.quote.lastTime;
            m_shownBy = quote.connection;
            if (quote.connection.value != 0)
                m_chart->setSourceName(shortName(quote.connection));
            if (quote.forming)
                m_chartModel->updateMinute(*quote.forming);
        }
    }
    m_eventModel->applyBatch(update.events);
    std::vector<PatternEvent> shownEvents;
    std::copy_if(update.events.begin(), update.events.end(), std::back_inserter(shownEvents),
                 [this](const PatternEvent &event) { return event.symbol == m_chartModel->symbol(); });
    if (!shownEvents.empty())
        m_chartModel->addEvents(shownEvents);
    if (update.lostMinutes)
        m_source->loadHistory(m_chartModel->symbol());
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
    const HealthBoard::Snapshot health = m_source->health();
    const Session session = m_calendar.sessionAt(health.pipeline.marketNow);
    m_connections->show(health);
    m_sinks->setSinks(health.sinks);
    m_framesPerSecond = static_cast<int>(m_frameClock.frames() - std::exchange(m_framesCounted, m_frameClock.frames()));
    m_chips->show(health, session, m_framesPerSecond);
    showGaps(health.gaps.list);
    reportVisible();
    showTrust(health, session);
}

/// Moves on although no price does: time, staleness, and why nothing comes.
void MainWindow::showTrust(const HealthBoard::Snapshot &health, Session session)
{
    if (health.pipeline.marketNow.isValid())
        m_marketNow = health.pipeline.marketNow;
    const auto isWell = [](const ConnectionHealth &connection) {
        return isConnected(connection.status) && connection.status != ConnectionStatus::Degraded;
    };
    const auto &connections = health.connections;
    const bool hasFeed = std::any_of(connections.begin(), connections.end(), isWell);
    const bool isOld =
        session != Session::Closed && m_lastPriceTime.isValid() && m_marketNow - m_lastPriceTime > StaleAfter;
    const auto owner = std::find_if(connections.begin(), connections.end(),
                                    [this](const ConnectionHealth &c) { return c.id == m_shownBy; });
    const bool isOwnerDown = owner != connections.end() && !isWell(*owner);
    m_chart->setMarketTime(m_marketNow, isOld || isOwnerDown || (!hasFeed && !connections.empty()));
    QStringList trouble;
    if (!hasFeed && !connections.empty()) {
        const auto latest = std::max_element(connections.begin(), connections.end(), [](const auto &a, const auto &b) {
            return a.lastMessage < b.lastMessage;
        });
        const Timestamp since = health.pipeline.followsFeed ? health.pipeline.marketNow : latest->lastMessage;
        if (since.isValid())
            trouble.append(tr("No data since %1 ET.").arg(format::second(since)));
        const qint64 wait = latest->nextAttempt.ms - QDateTime::currentMSecsSinceEpoch();
        if (wait > 0)
            trouble.append(tr("Next try in %1.").arg(format::age(Milliseconds(wait + 999))));
        if (health.isPolled) {
            m_chart->setSourceName(tr("REST"));
            trouble.append(tr("Prices come from REST, once a minute."));
        }
        trouble.append(explanation(*latest));
    }
    m_chart->setTrouble(trouble.join(u' ').trimmed());
}

void MainWindow::showGaps(const GapList &gaps)
{
    m_gapModel->setGaps(gaps);
    if (!gaps || (gaps == m_gaps && m_gapsOf == m_chartModel->symbol()))
        return;
    m_gaps = gaps;
    m_gapsOf = m_chartModel->symbol();
    std::vector<Gap> shown;
    std::copy_if(gaps->begin(), gaps->end(), std::back_inserter(shown),
                 [this](const Gap &gap) { return gap.symbol == m_chartModel->symbol(); });
    if (!shown.empty() || !m_chartModel->gaps().empty())
        m_chartModel->setGaps(std::move(shown));
}

void MainWindow::showPlan()
{
    if (m_source)
        (new RoutingPlanDialog(*m_source, this))->open();
}

void MainWindow::showPatterns()
{
    if (m_source)
        (new PatternBrowser(*m_source, m_theme, m_chartModel->symbol(), this))->show();
}

void MainWindow::showUniverses()
{
    if (m_source)
        (new UniverseDialog(*m_source, m_theme, this))->show();
}

/// The shown symbol first, then the watchlist: the order in which the core fetches what is missing.
void MainWindow::reportVisible()
{
    QStringList visible{m_chartModel->symbol()};
    visible += m_source->subscribedSymbols().mid(0, VisibleRows);
    visible.removeDuplicates();
    visible.removeAll(QString());
    if (std::exchange(m_visible, visible) != visible)
        m_source->setVisible(visible);
}

void MainWindow::jumpTo(const PatternEvent &event)
{
    m_toolBar->showTimeframe(event.timeframe);
    m_centre->setCurrentWidget(m_chart);
    showSymbol(event.symbol);
    m_chartModel->setTimeframe(event.timeframe);
    m_chart->jumpTo(event.barStart);
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

QString MainWindow::healthLine() const
{
    if (!m_source)
        return {};
    const HealthBoard::Snapshot health = m_source->health();
    return StatusChips::healthLine(health, m_calendar.sessionAt(health.pipeline.marketNow), m_framesPerSecond);
}

} // namespace tickstock
