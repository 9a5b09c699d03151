// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/mainwindow.h"

#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/menu.h"
#include "ui/events/eventmodel.h"
#include "ui/events/eventview.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/sinkview.h"
#include "ui/health/statuschips.h"
#include "ui/shell/charttoolbar.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/docktitle.h"
#include "ui/shell/keysheet.h"
#include "ui/shell/noticebar.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>

/// What the menus offer, and how the user has set the window up.
namespace tickstock {

namespace {

constexpr std::array DirectionNames{std::pair{Look::Directions::Classic, "classic"},
                                    std::pair{Look::Directions::ColourBlind, "colour-blind"},
                                    std::pair{Look::Directions::Reversed, "reversed"}};

QJsonObject toJson(const Look &look)
{
    QJsonObject json{{QStringLiteral("dark"), look.isDark}};
    for (const auto &[directions, name] : DirectionNames) {
        if (directions == look.directions)
            json[QStringLiteral("directions")] = QString::fromLatin1(name);
    }
    return json;
}

Look lookFrom(const QJsonObject &json)
{
    Look look;
    look.isDark = json[u"dark"].toBool(look.isDark);
    for (const auto &[directions, name] : DirectionNames) {
        if (json[u"directions"].toString() == QLatin1String(name))
            look.directions = directions;
    }
    return look;
}

} // namespace

void MainWindow::buildMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Quit"), QKeySequence::Quit, qApp, &QApplication::quit);
    QMenu *view = createPopupMenu();
    view->setTitle(tr("&View"));
    view->addSeparator();
    buildLookMenu(*view->addMenu(tr("&Colours")));
    menuBar()->addMenu(view);
    buildChartMenus();
    QMenu *connections = menuBar()->addMenu(tr("Connec&tions"));
    connections->addAction(tr("&Set up\u2026"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                           [this] { Q_EMIT setupRequested(ConnectionId{1}, false); });
    connections->addAction(tr("Routing &plan\u2026"), this, &MainWindow::showPlan);
    connections->addAction(tr("Symbol &lists\u2026"), this, &MainWindow::showUniverses);
    QMenu *patterns = menuBar()->addMenu(tr("&Patterns"));
    patterns->addAction(tr("&Browse\u2026"), QKeySequence(Qt::CTRL | Qt::Key_B), this, &MainWindow::showPatterns);
    QMenu *go = menuBar()->addMenu(tr("G&o")); // Alt+G is a chart's own
    go->addAction(tr("&Symbol\u2026"), QKeySequence(Qt::CTRL | Qt::Key_L), this, [this] {
        activateWindow(); // a chart's own may be in front
        m_toolBar->focusSymbol();
    });
    go->addAction(tr("&Chart"), QKeySequence(Qt::CTRL | Qt::Key_1), this, [this] { m_charts->active().setFocus(); });
    go->addAction(tr("&Watchlist"), QKeySequence(Qt::CTRL | Qt::Key_2), this, [this] {
        activateWindow();
        if (m_watchlist)
            m_watchlist->setFocus();
    });
    go->addAction(tr("&Events"), QKeySequence(Qt::CTRL | Qt::Key_3), this, [this] {
        activateWindow();
        m_events->setFocus();
    });
    go->addAction(tr("S&inks"), QKeySequence(Qt::CTRL | Qt::Key_4), this, [this] {
        activateWindow();
        m_sinks->parentWidget()->show(); // its dock
        m_sinks->parentWidget()->raise();
        m_sinks->setFocus();
    });
    go->addAction(tr("Ne&xt chart"), QKeySequence(Qt::CTRL | Qt::Key_Tab), m_charts, &ChartWorkspace::activateNext);
    // Charts in windows of their own hear these, too.
    for (QAction *action : file->actions() + go->actions())
        action->setShortcutContext(Qt::ApplicationShortcut);
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    QAction *keys = help->addAction(tr("&Keys"), this, [this] { (new KeySheet(this))->open(); });
    keys->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
    help->addAction(tr("&Commands\u2026"), QKeySequence(Qt::CTRL | Qt::Key_K), this,
                    [this] { (new CommandPalette(*menuBar(), this))->open(); });
    for (QAction *action : help->actions())
        action->setShortcutContext(Qt::ApplicationShortcut);
}

void MainWindow::buildLookMenu(QMenu &menu)
{
    std::vector<std::pair<QAction *, Look>> choices;
    const auto add = [&](QActionGroup *group, const QString &name, const Look &meant, auto take) {
        QAction *action = menu.addAction(name);
        action->setCheckable(true);
        action->setActionGroup(group);
        choices.emplace_back(action, meant);
        connect(action, &QAction::triggered, this, [this, meant, take] {
            Look look = m_look;
            take(look, meant);
            setLook(look);
        });
    };
    auto *brightness = new QActionGroup(&menu), *directions = new QActionGroup(&menu);
    const auto takeBrightness = [](Look &look, const Look &meant) { look.isDark = meant.isDark; };
    const auto takeDirections = [](Look &look, const Look &meant) { look.directions = meant.directions; };
    using Directions = Look::Directions;
    add(brightness, tr("&Dark"), {true, {}}, takeBrightness);
    add(brightness, tr("&Light"), {false, {}}, takeBrightness);
    menu.addSeparator();
    add(directions, tr("&Green up, red down"), {true, Directions::Classic}, takeDirections);
    add(directions, tr("&Blue up, orange down (colour-blind)"), {true, Directions::ColourBlind}, takeDirections);
    add(directions, tr("&Red up, green down (East Asia)"), {true, Directions::Reversed}, takeDirections);
    connect(&menu, &QMenu::aboutToShow, this, [this, brightness, choices] {
        for (const auto &[action, meant] : choices) {
            const bool isOfBrightness = action->actionGroup() == brightness;
            action->setChecked(isOfBrightness ? meant.isDark == m_look.isDark : meant.directions == m_look.directions);
        }
    });
}

void MainWindow::buildChartMenus()
{
    QMenu *chart = menuBar()->addMenu(tr("&Chart"));
    connect(chart, &QMenu::aboutToShow, this, [this, chart] {
        empty(*chart);
        m_charts->active().actions().fill(*chart);
    });
    menuBar()->addMenu(m_toolBar->chartsMenu());
}

void MainWindow::setLook(const Look &look)
{
    m_look = look;
    m_theme = Theme::of(look);
    QApplication::setPalette(m_theme.palette());
    qApp->setStyleSheet(m_theme.styleSheet());
    m_notices->setTheme(m_theme);
    m_charts->setTheme(m_theme);
    m_eventModel->setTheme(m_theme);
    m_gapModel->setTheme(m_theme);
    m_watchlistModel->setTheme(m_theme);
    m_connections->setTheme(m_theme);
    m_sinks->setTheme(m_theme);
    m_chips->setTheme(m_theme);
    if (m_core)
        refreshHealth();
    Q_EMIT setupChanged();
}

QJsonObject MainWindow::setup() const
{
    return {{QStringLiteral("look"), toJson(m_look)},
            {QStringLiteral("charts"), m_charts->setup()},
            {QStringLiteral("geometry"), QString::fromLatin1(saveGeometry().toBase64())},
            {QStringLiteral("state"), QString::fromLatin1(saveState().toBase64())},
            {QStringLiteral("watchlist_link"), letter(m_watchlistTitle->chip().group())},
            {QStringLiteral("events_link"), letter(m_eventsTitle->chip().group())}};
}

bool MainWindow::restore(const QJsonObject &setup)
{
    if (setup[u"look"].isObject())
        setLook(lookFrom(setup[u"look"].toObject()));
    if (const auto group = linkGroupFrom(setup[u"watchlist_link"].toString()))
        m_watchlistTitle->chip().setGroup(*group);
    if (const auto group = linkGroupFrom(setup[u"events_link"].toString()))
        m_eventsTitle->chip().setGroup(*group);
    const bool hasPlace = restoreGeometry(QByteArray::fromBase64(setup[u"geometry"].toString().toLatin1()));
    restoreState(QByteArray::fromBase64(setup[u"state"].toString().toLatin1()));
    m_charts->restore(setup[u"charts"].toObject());
    return hasPlace;
}

} // namespace tickstock
