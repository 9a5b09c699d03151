// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/marketlink.h"

#include "core/types/threadcheck.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/events/eventmodel.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/sinkview.h"
#include "ui/health/statuschips.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/windowdocks.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <utility>

namespace tickstock {

namespace {

constexpr int HealthMs = 1'000;
/// As many rows of the watchlist count as being on screen.
constexpr int VisibleRows = 60;

} // namespace

MarketLink::MarketLink(ChartWorkspace &charts, WindowDocks &docks, NoticeBar &notices, StatusChips &chips)
    : m_charts(charts)
    , m_docks(docks)
    , m_notices(notices)
    , m_chips(chips)
{
    connect(&m_charts, &ChartWorkspace::historyWanted, this, &MarketLink::loadHistory);
    connect(&m_charts, &ChartWorkspace::symbolTyped, this, &MarketLink::goTo);
    connect(&m_charts, &ChartWorkspace::symbolShown, this, [this] { m_gapsOf.clear(); }); // are shown anew
    connect(&m_docks.connections(), &ConnectionPanel::actionRequested, this,
            [this](ConnectionId id, ConnectionAction action) {
                if (m_core)
                    m_core->connections.control(id, action);
            });
    connect(&m_frameClock, &FrameClock::frame, this, &MarketLink::applyUpdates);
    m_healthTimer.setInterval(HealthMs);
    connect(&m_healthTimer, &QTimer::timeout, this, &MarketLink::refreshHealth);
}

MarketLink::~MarketLink()
{
    if (m_core)
        m_core->market.mailbox().setWake({});
}

void MarketLink::setCore(const CoreInterfaces &core)
{
    assertThreadOf(this);
    m_core.emplace(core);
    const WatchlistView &watchlist = m_docks.makeWatchlist(core.market.symbols());
    connect(&watchlist, &WatchlistView::symbolRemoved, this, &MarketLink::remove);
    connect(&core.market, &MarketView::sessionChanged, this, &MarketLink::loadHistories);
    connect(&core.health, &HealthView::started, this, &MarketLink::adoptSymbols);
    connect(&core.market, &MarketView::subscriptionsChanged, this, &MarketLink::refreshWatchlist);
    connect(&core.market, &MarketView::historyLoaded, &m_charts, &ChartWorkspace::applyHistory);
    core.market.mailbox().setWake(
        [this] { QMetaObject::invokeMethod(&m_frameClock, &FrameClock::markDirty, Qt::QueuedConnection); });
    m_healthTimer.start();
    refreshWatchlist();
}

void MarketLink::loadHistory(const QString &symbol)
{
    if (m_core)
        m_core->market.loadHistory(symbol);
}

void MarketLink::loadHistories()
{
    for (const QString &symbol : m_charts.symbols())
        loadHistory(symbol);
}

void MarketLink::refreshWatchlist()
{
    const QStringList symbols = m_core->market.subscribedSymbols();
    m_docks.watchlistModel()->setSymbols(symbols);
    m_charts.setOffered(symbols);
    m_charts.fillEmpty(m_docks.watchlist()->firstSymbol());
    Q_EMIT watchlistFilled();
}

/// What the charts show from an earlier run is wanted of this core, too.
void MarketLink::adoptSymbols()
{
    QStringList missing = m_charts.symbols();
    loadHistories();
    missing.removeIf([this](const QString &symbol) { return m_core->market.subscribedSymbols().contains(symbol); });
    if (!missing.isEmpty())
        m_core->market.subscribe(missing);
    refreshWatchlist();
}

void MarketLink::remove(const QString &symbol)
{
    m_core->market.unsubscribe({symbol});
    Q_EMIT answered(tr("%1 is out of the watchlist. Type it to have it back.").arg(symbol));
}

void MarketLink::goTo(const QString &typed)
{
    assertThreadOf(this);
    if (!m_core || typed.isEmpty())
        return;
    const QString symbol = spelledLikeTheFeed(typed);
    if (!isSymbol(symbol.toStdString())) {
        m_notices.answer(tr("\"%1\" is not a symbol.").arg(symbol));
        return;
    }
    m_notices.answer({});
    if (!m_core->market.subscribedSymbols().contains(symbol)) {
        m_core->market.subscribe({symbol});
        Q_EMIT answered(tr("%1 is new in the watchlist. Delete takes it out again.").arg(symbol));
    }
    m_charts.showSymbol(symbol);
    Q_EMIT symbolFound();
}

/// Symbols are upper case but for a few ("KIMpL"), so a known one is taken as it is known.
QString MarketLink::spelledLikeTheFeed(const QString &typed) const
{
    for (const QString &known : m_core->market.subscribedSymbols()) {
        if (known.compare(typed, Qt::CaseInsensitive) == 0)
            return known;
    }
    return typed == typed.toLower() ? typed.toUpper() : typed;
}

void MarketLink::applyUpdates()
{
    const MarketUpdate update = m_core->market.mailbox().takeAll();
    WatchlistModel &watchlist = *m_docks.watchlistModel();
    watchlist.applyBatch(update.quotes);
    watchlist.applyTops(update.tops, update.marketNow);
    applyToCharts(update);
    m_docks.eventModel().applyBatch(update.events);
    if (update.lostMinutes)
        loadHistories();
    if (update.lostEvents > 0)
        m_notices.add(
            tr("%n event(s) did not fit and are only in the store.", nullptr, static_cast<int>(update.lostEvents)),
            false);
    watchlist.fadeFlashes();
    if (watchlist.isFlashing())
        m_frameClock.markDirty();
}

void MarketLink::applyToCharts(const MarketUpdate &update)
{
    for (ChartPanel *panel : m_charts.panels()) {
        if (const auto id = m_core->market.symbols().find(panel->symbol()))
            panel->applyUpdate(update, *id);
    }
}

void MarketLink::refreshHealth()
{
    assertThreadOf(this);
    if (!m_core)
        return;
    const HealthBoard::Snapshot health = m_core->health.health();
    const Session session = m_calendar.sessionAt(health.pipeline.marketNow);
    m_docks.connections().show(health);
    m_docks.sinks().setSinks(health.sinks);
    m_framesPerSecond = static_cast<int>(m_frameClock.frames() - std::exchange(m_framesCounted, m_frameClock.frames()));
    m_chips.show(health, session, m_framesPerSecond);
    showGaps(health.gaps.list);
    reportVisible();
    for (ChartPanel *panel : m_charts.panels())
        panel->showHealth(health, session);
}

void MarketLink::showGaps(const GapList &gaps)
{
    m_docks.gapModel().setGaps(gaps);
    const QStringList symbols = m_charts.symbols();
    if (!gaps || (gaps == m_gaps && m_gapsOf == symbols))
        return;
    m_gaps = gaps;
    m_gapsOf = symbols;
    for (ChartPanel *panel : m_charts.panels())
        panel->setGaps(*gaps);
}

/// The shown symbols first, then the watchlist: the order in which the core fetches what is missing.
void MarketLink::reportVisible()
{
    QStringList visible = m_charts.symbols();
    visible += m_core->market.subscribedSymbols().mid(0, VisibleRows);
    visible.removeDuplicates();
    visible.removeAll(QString());
    if (std::exchange(m_visible, visible) != visible)
        m_core->market.setVisible(visible);
}

QString MarketLink::healthLine() const
{
    if (!m_core)
        return {};
    const HealthBoard::Snapshot health = m_core->health.health();
    return StatusChips::healthLine(health, m_calendar.sessionAt(health.pipeline.marketNow), m_framesPerSecond);
}

} // namespace tickstock
