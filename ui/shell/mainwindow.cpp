// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/mainwindow.h"

#include "core/types/threadcheck.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/linkchip.h"
#include "ui/common/toast.h"
#include "ui/events/eventmodel.h"
#include "ui/events/eventview.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/routingplandialog.h"
#include "ui/health/statuschips.h"
#include "ui/patterns/patternbrowser.h"
#include "ui/settings/firstrunpanel.h"
#include "ui/shell/charttoolbar.h"
#include "ui/shell/lookmenu.h"
#include "ui/shell/marketlink.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/noticetext.h"
#include "ui/shell/windowdocks.h"
#include "ui/shell/windowmenus.h"
#include "ui/universes/universedialog.h"
#include "ui/watchlist/watchlistview.h"

#include <QApplication>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace tickstock {

MainWindow::MainWindow(const QString &watermark, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(Theme::of(m_look))
    , m_notices(new NoticeBar(m_theme, this))
    , m_centre(new QStackedWidget(this))
    , m_firstRun(new FirstRunPanel(m_centre))
    , m_charts(new ChartWorkspace(m_theme, watermark, m_centre))
    , m_toast(new Toast(m_charts))
    , m_toolBar(new ChartToolBar(*m_charts, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(watermark.isEmpty() ? tr("TickStock Desktop") : tr("TickStock Desktop \u2013 %1").arg(watermark));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    buildMiddle();
    addToolBar(m_toolBar);
    m_docks = new WindowDocks(m_theme, *this);
    m_chips = new StatusChips(m_theme, this);
    statusBar()->addWidget(m_chips, 1);
    statusBar()->setSizeGripEnabled(false);
    m_menus = new WindowMenus(*this, *m_charts, *m_docks, *m_toolBar);
    m_market = std::make_unique<MarketLink>(*m_charts, *m_docks, *m_notices, *m_chips);
    setLook(m_look);
    connectFirstRun();
    connectCharts();
    connectDocks();
    connectMenus();
    m_charts->active().setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildMiddle()
{
    m_centre->addWidget(m_charts);
    m_centre->addWidget(m_firstRun);
    auto *middle = new QWidget(this);
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notices);
    layout->addWidget(m_centre, 1);
    setCentralWidget(middle);
}

void MainWindow::connectFirstRun()
{
    connect(m_firstRun, &FirstRunPanel::keyEntered, this, &MainWindow::keyEntered);
    connect(m_firstRun, &FirstRunPanel::simulatorChosen, this, &MainWindow::simulatorChosen);
    connect(m_firstRun, &FirstRunPanel::recordingChosen, this, &MainWindow::recordingChosen);
}

void MainWindow::connectCharts()
{
    connect(m_toolBar, &ChartToolBar::symbolEntered, m_market.get(), &MarketLink::goTo);
    connect(m_market.get(), &MarketLink::symbolFound, this, [this] {
        showCharts();
        m_charts->active().setFocus();
    });
    connect(m_market.get(), &MarketLink::answered, this, &MainWindow::answer);
    connect(m_market.get(), &MarketLink::watchlistFilled, this, &MainWindow::followCharts);
    connect(m_charts, &ChartWorkspace::symbolShown, this, &MainWindow::showEventsOf);
    connect(m_charts, &ChartWorkspace::eventClicked, &m_docks->events(), &EventView::select);
    connect(m_charts, &ChartWorkspace::answered, this, &MainWindow::answer);
    connect(m_charts, &ChartWorkspace::fileWanted, this, &MainWindow::fileWanted);
    connect(m_charts, &ChartWorkspace::activeChanged, this, &MainWindow::followCharts);
}

void MainWindow::connectDocks()
{
    connect(&m_docks->watchlistLink(), &LinkChip::groupChosen, this, &MainWindow::followCharts);
    connect(&m_docks->watchlistLink(), &LinkChip::groupChosen, this, &MainWindow::setupChanged);
    connect(&m_docks->eventsLink(), &LinkChip::groupChosen, this, &MainWindow::setupChanged);
    connect(&m_docks->events(), &EventView::eventChosen, this, &MainWindow::jumpTo);
    connect(&m_docks->connections(), &ConnectionPanel::editRequested, this, &MainWindow::setupRequested);
    connect(&m_docks->connections(), &ConnectionPanel::planRequested, this, &MainWindow::showPlan);
    connect(m_docks, &WindowDocks::symbolChosen, this, &MainWindow::showSymbol);
}

void MainWindow::connectMenus()
{
    connect(&m_menus->look(), &LookMenu::lookChosen, this, &MainWindow::setLook);
    connect(m_menus, &WindowMenus::connectionsWanted, this, [this] { Q_EMIT setupRequested(ConnectionId{1}, false); });
    connect(m_menus, &WindowMenus::planWanted, this, &MainWindow::showPlan);
    connect(m_menus, &WindowMenus::universesWanted, this, &MainWindow::showUniverses);
    connect(m_menus, &WindowMenus::patternsWanted, this, &MainWindow::showPatterns);
}

void MainWindow::setCore(const CoreInterfaces &core)
{
    assertThreadOf(this);
    m_core.emplace(core);
    m_market->setCore(core);
    connect(&core.health, &HealthView::noticed, this, &MainWindow::showNotice);
    const WatchlistView *watchlist = m_docks->watchlist();
    connect(watchlist, &WatchlistView::symbolChosen, this,
            [this](const QString &symbol) { m_charts->showSymbol(symbol, m_docks->watchlistLink().group()); });
    connect(watchlist, &QTableView::clicked, this, &MainWindow::showCharts);
    showCharts();
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

void MainWindow::showCharts()
{
    m_centre->setCurrentWidget(m_charts);
}

void MainWindow::showSymbol(const QString &symbol)
{
    assertThreadOf(this);
    m_charts->showSymbol(symbol);
}

/// The watchlist stands where its group stands.
void MainWindow::followCharts()
{
    if (m_docks->watchlist())
        m_docks->watchlist()->selectSymbol(m_charts->symbolOf(m_docks->watchlistLink().group()));
}

/// A chart shows another symbol: what has been found of it is there already, and the watchlist follows its group.
void MainWindow::showEventsOf(ChartPanel *panel)
{
    panel->model().addEvents(m_docks->eventModel().eventsOf(panel->symbol()));
    const LinkGroup group = m_docks->watchlistLink().group();
    if (m_docks->watchlist() && group != LinkGroup::None && panel->link() == group)
        m_docks->watchlist()->selectSymbol(panel->symbol());
}

void MainWindow::jumpTo(const PatternEvent &event)
{
    showCharts();
    m_charts->jumpTo(event, m_docks->eventsLink().group());
}

bool MainWindow::applyLayout(const QString &name)
{
    assertThreadOf(this);
    if (name != u"trading" && name != u"focus")
        return false;
    m_docks->setVisible(name == u"trading");
    return true;
}

void MainWindow::setLook(const Look &look)
{
    assertThreadOf(this);
    m_look = look;
    m_theme = Theme::of(look);
    QApplication::setPalette(m_theme.palette());
    qApp->setStyleSheet(m_theme.styleSheet());
    m_notices->setTheme(m_theme);
    m_charts->setTheme(m_theme);
    m_docks->setTheme(m_theme);
    m_chips->setTheme(m_theme);
    m_menus->look().setLook(look);
    m_market->refreshHealth();
    Q_EMIT setupChanged();
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

void MainWindow::showNotice(const ServiceNotice &notice)
{
    if (notice.kind == ServiceNotice::Kind::NoKey)
        showFirstRun();
    else
        m_notices->add(textOf(notice), isFailure(notice));
}

void MainWindow::notify(const QString &text)
{
    assertThreadOf(this);
    m_notices->add(text, true);
}

void MainWindow::answer(const QString &text)
{
    assertThreadOf(this);
    m_toast->show(text);
}

QString MainWindow::healthLine() const
{
    return m_market->healthLine();
}

} // namespace tickstock
