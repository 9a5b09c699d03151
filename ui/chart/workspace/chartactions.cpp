// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartactions.h"

#include "ui/chart/view/gotodialog.h"
#include "ui/chart/workspace/chartpanel.h"
#include "ui/chart/workspace/chartsaver.h"
#include "ui/chart/workspace/drawmenu.h"
#include "ui/chart/workspace/panelaction.h"
#include "ui/chart/workspace/studymenu.h"
#include "ui/common/format.h"
#include "ui/common/linkchip.h"
#include "ui/events/eventtext.h"

#include <QToolTip>

#include <utility>

namespace tickstock {

namespace {

/// One of several that exclude each other; its value tells which.
QAction *addChoice(QMenu &menu, QActionGroup *group, const QString &text, int value)
{
    QAction *action = menu.addAction(text);
    action->setCheckable(true);
    action->setData(value);
    action->setActionGroup(group);
    return action;
}

template<class Value>
void check(const QList<QAction *> &choices, Value value)
{
    for (QAction *action : choices) {
        if (action->data().toInt() == static_cast<int>(value))
            action->setChecked(true);
    }
}

} // namespace

ChartActions::ChartActions(ChartPanel &panel)
    : QObject(&panel)
    , m_panel(panel)
    , m_saver(new ChartSaver(panel))
    , m_menu(new QMenu(&panel))
    , m_automatic(addToggle(tr("&Automatic"), {}, &ChartActions::toggleAutomatic))
    , m_logarithmic(addToggle(tr("&Logarithmic"), Qt::ALT | Qt::Key_L, &ChartActions::toggleLogarithmic))
    , m_percent(addToggle(tr("&Percent"), {}, &ChartActions::togglePercent))
    , m_inverted(addToggle(tr("&Inverted"), Qt::ALT | Qt::Key_I, &ChartActions::toggleInverted))
    , m_extendedHours(addToggle(tr("Pre- and after-&market"), Qt::ALT | Qt::Key_E, &ChartActions::toggleExtendedHours))
    , m_goToDate(add(tr("&Go to date\u2026"), Qt::ALT | Qt::Key_G, &ChartActions::goToDate))
    , m_reset(add(tr("&Reset view"), Qt::ALT | Qt::Key_R, &ChartActions::resetView))
    , m_explain(add(tr("&Explain the pattern on this bar"), Qt::ALT | Qt::Key_M, &ChartActions::explainPattern))
    , m_maximise(addPanelAction(panel, tr("This chart alone, and &back"), Qt::ALT | Qt::Key_Return))
    , m_openWindow(addPanelAction(panel, tr("Open in a &window"), Qt::ALT | Qt::Key_N))
    , m_close(add(tr("&Close this window"), QKeySequence::Close, &ChartActions::closeWindow))
    , m_timeframes(makeTimeframes(*addMenu(tr("&Time frame"))))
    , m_styles(makeStyles())
    , m_studies(new StudyMenu(tr("&Indicators"), panel))
    , m_drawings(new DrawMenu(tr("&Draw"), panel))
{
    //: extended trading hours, on a button
    m_extendedHours->setIconText(tr("ETH"));
    m_extendedHours->setToolTip(tr("Show pre- and after-market hours (04:00 to 20:00 ET; Alt+E)"));
    m_menu->addMenu(m_studies);
    m_menu->addMenu(m_drawings);
    buildMenu();
    connectState();
    showState();
}

QAction *ChartActions::add(const QString &text, const QKeySequence &key, void (ChartActions::*act)())
{
    QAction *action = addPanelAction(m_panel, text, key);
    connect(action, &QAction::triggered, this, act);
    return action;
}

/// What it does depends on the chart's state; showState() checks it by that.
QAction *ChartActions::addToggle(const QString &text, const QKeySequence &key, void (ChartActions::*act)())
{
    QAction *action = add(text, key, act);
    action->setCheckable(true);
    return action;
}

QMenu *ChartActions::addMenu(const QString &title)
{
    return m_menu->addMenu(title);
}

QMenu &ChartActions::studies() const
{
    return *m_studies;
}

QMenu &ChartActions::drawings() const
{
    return *m_drawings;
}

QActionGroup *ChartActions::makeTimeframes(QMenu &menu)
{
    auto *group = new QActionGroup(this);
    for (const Timeframe timeframe : AllTimeframes) {
        QAction *action = addChoice(menu, group, format::timeframe(timeframe), static_cast<int>(timeframe));
        action->setIconText(format::shortTimeframe(timeframe));
        connect(action, &QAction::triggered, this, [this, timeframe] { m_panel.setTimeframe(timeframe); });
    }
    return group;
}

QMenu *ChartActions::makeStyles()
{
    const std::pair<ChartStyle, QString> styles[] = {
        {ChartStyle::Candles, tr("Candles")}, {ChartStyle::HollowCandles, tr("Hollow candles")},
        {ChartStyle::OhlcBars, tr("Bars")},   {ChartStyle::Line, tr("Line")},
        {ChartStyle::Area, tr("Area")},       {ChartStyle::HeikinAshi, tr("Heikin-Ashi")}};
    QMenu *menu = addMenu(tr("St&yle"));
    auto *group = new QActionGroup(this);
    for (const auto &[style, name] : styles) {
        const QAction *action = addChoice(*menu, group, name, static_cast<int>(style));
        connect(action, &QAction::triggered, this, [this, chosen = style] { m_panel.view().setStyle(chosen); });
    }
    return menu;
}

/// Dragging an axis changes the scale, too: what is checked is looked up when the menu opens.
void ChartActions::addScales()
{
    QMenu *menu = addMenu(tr("&Price scale"));
    menu->addActions({m_automatic, m_logarithmic, m_percent, m_inverted});
    connect(menu, &QMenu::aboutToShow, this, &ChartActions::showScaleState);
}

void ChartActions::buildMenu()
{
    addScales();
    m_links = addMenu(tr("Lin&k group"));
    fillLinkMenu(*m_links, m_panel.link(), this, [this](LinkGroup group) { m_panel.setLink(group); });
    m_menu->addAction(m_extendedHours);
    m_menu->addSeparator();
    m_menu->addActions({m_goToDate, m_reset, m_explain});
    m_menu->addSeparator();
    QAction *copy = addPanelAction(m_panel, tr("&Copy picture"), QKeySequence::Copy);
    connect(copy, &QAction::triggered, m_saver, &ChartSaver::copyPicture);
    QAction *save = addPanelAction(m_panel, tr("&Save picture or data\u2026"), Qt::ALT | Qt::Key_S);
    connect(save, &QAction::triggered, m_saver, &ChartSaver::saveAs);
    m_menu->addActions({copy, save});
    m_menu->addSeparator();
    m_menu->addActions({m_maximise, m_openWindow, m_close});
    m_close->setVisible(m_panel.isWindow());
}

void ChartActions::connectState()
{
    connect(m_saver, &ChartSaver::answered, this, &ChartActions::answered);
    connect(m_saver, &ChartSaver::fileWanted, this, &ChartActions::fileWanted);
    connect(m_drawings, &DrawMenu::answered, this, &ChartActions::answered);
    connect(&m_panel.model(), &ChartModel::reset, this, &ChartActions::showState);
    connect(&m_panel.view(), &ChartView::setupChanged, this, &ChartActions::showState);
    connect(&m_panel, &ChartPanel::linkChanged, this, &ChartActions::showState);
}

void ChartActions::showState()
{
    check(m_timeframes->actions(), m_panel.model().timeframe());
    check(m_styles->actions(), m_panel.view().style());
    for (std::size_t i = 0; i < LinkGroups.size(); ++i)
        m_links->actions()[static_cast<qsizetype>(i)]->setChecked(LinkGroups[i] == m_panel.link());
    m_extendedHours->setChecked(m_panel.model().showsExtendedHours());
    showScaleState();
}

void ChartActions::showScaleState()
{
    const PriceScale &scale = m_panel.view().scene().mainPane().scale;
    m_automatic->setChecked(scale.isAutomatic());
    m_logarithmic->setChecked(scale.mode() == PriceScale::Mode::Logarithmic);
    m_percent->setChecked(scale.mode() == PriceScale::Mode::Percent);
    m_inverted->setChecked(scale.isInverted());
}

void ChartActions::resetView()
{
    m_panel.view().resetView();
}

void ChartActions::toggleAutomatic()
{
    m_panel.view().setAutomaticScale(!m_panel.view().scene().mainPane().scale.isAutomatic());
}

void ChartActions::toggleLogarithmic()
{
    toggleMode(PriceScale::Mode::Logarithmic);
}

void ChartActions::togglePercent()
{
    toggleMode(PriceScale::Mode::Percent);
}

void ChartActions::toggleMode(PriceScale::Mode mode)
{
    const bool isOn = m_panel.view().scene().mainPane().scale.mode() == mode;
    m_panel.view().setScaleMode(isOn ? PriceScale::Mode::Linear : mode);
}

void ChartActions::toggleInverted()
{
    m_panel.view().setInverted(!m_panel.view().scene().mainPane().scale.isInverted());
}

void ChartActions::toggleExtendedHours()
{
    m_panel.model().setExtendedHours(!m_panel.model().showsExtendedHours());
}

void ChartActions::goToDate()
{
    const auto &bars = m_panel.model().bars();
    if (bars.empty())
        return;
    const bool isDaily = m_panel.model().timeframe() == Timeframe::Daily;
    auto *dialog = new GoToDialog(bars.front().start, bars.back().start, isDaily, &m_panel);
    connect(dialog, &GoToDialog::chosen, &m_panel.view(), &ChartView::goTo);
    dialog->open();
}

void ChartActions::explainPattern()
{
    ChartView &view = m_panel.view();
    const auto place = view.focusedMarker();
    if (!place) {
        QToolTip::hideText();
        Q_EMIT answered(tr("There is no pattern on this bar. Left and Right choose another one."));
        return;
    }
    QToolTip::showText(view.mapToGlobal(place->tip.toPoint()), tipOf(*place->event), &view);
    Q_EMIT eventChosen(*place->event);
}

void ChartActions::closeWindow()
{
    if (m_panel.isWindow())
        m_panel.close();
}

} // namespace tickstock
