// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/charttoolbar.h"

#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/format.h"
#include "ui/common/linkchip.h"
#include "ui/common/menu.h"
#include "ui/shell/chartsmenu.h"

#include <QActionGroup>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <utility>

namespace tickstock {

namespace {

void addMenuButton(const QString &text, const QString &tip, const char *name, QMenu *menu, QToolBar *bar)
{
    auto *button = new QToolButton(bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(button);
}

} // namespace

ChartToolBar::ChartToolBar(ChartWorkspace &charts, QWidget *parent)
    : QToolBar(tr("Chart"), parent)
    , m_charts(charts)
    , m_symbol(new QLineEdit(this))
    , m_link(new LinkChip(this))
    , m_timeframes(new QActionGroup(this))
    , m_chartsMenu(new ChartsMenu(charts, this))
{
    setObjectName(QStringLiteral("toolbar"));
    setMovable(false);
    m_symbol->setObjectName(QStringLiteral("symbolEdit"));
    m_symbol->setPlaceholderText(tr("Symbol"));
    m_symbol->setFixedWidth(fontMetrics().horizontalAdvance(u'M') * 9);
    m_symbol->setToolTip(tr("Type a symbol and press Enter"));
    m_symbol->setAccessibleName(tr("Symbol"));
    connect(m_symbol, &QLineEdit::returnPressed, this, [this] { Q_EMIT symbolEntered(m_symbol->text().trimmed()); });
    addWidget(m_symbol);
    addWidget(m_link);
    connect(m_link, &LinkChip::groupChosen, this, [this](LinkGroup group) { m_charts.active().setLink(group); });
    addSeparator();
    addTimeframes();
    addSeparator();
    //: extended trading hours
    m_extended = addAction(tr("ETH"));
    m_extended->setObjectName(QStringLiteral("extendedHours"));
    m_extended->setToolTip(tr("Show pre- and after-market hours (04:00 to 20:00 ET; Alt+E)"));
    m_extended->setCheckable(true);
    connect(m_extended, &QAction::triggered, this,
            [this](bool shown) { m_charts.active().model().setExtendedHours(shown); });
    addSeparator();
    addMenu(tr("Style"), tr("How bars are drawn"), "chartStyle", &ChartActions::fillStyles);
    addMenu(tr("Indicators"), tr("Add, set up and remove indicators"), "studies", &ChartActions::fillStudies);
    addMenu(tr("Draw"), tr("Lines, rectangles, and measuring"), "drawings", &ChartActions::fillDrawings);
    addSeparator();
    addMenuButton(tr("Charts"), tr("How many charts are shown, and where"), "chartGrid", m_chartsMenu, this);
    connect(&m_charts, &ChartWorkspace::activeChanged, this, &ChartToolBar::showActive);
    connect(&m_charts, &ChartWorkspace::symbolShown, this, &ChartToolBar::showActive);
    connect(&m_charts, &ChartWorkspace::setupChanged, this, &ChartToolBar::showActive);
    showActive();
}

void ChartToolBar::addTimeframes()
{
    for (const Timeframe timeframe : AllTimeframes) {
        QAction *action = addAction(format::shortTimeframe(timeframe));
        action->setData(static_cast<int>(timeframe));
        action->setCheckable(true);
        action->setActionGroup(m_timeframes);
        connect(action, &QAction::triggered, this, [this, timeframe] { m_charts.active().setTimeframe(timeframe); });
    }
}

/// Filled when it opens, for the chart in use.
void ChartToolBar::addMenu(const QString &text, const QString &tip, const char *name,
                           void (ChartActions::*fill)(QMenu &))
{
    auto *menu = new QMenu(this);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
        empty(*menu);
        (m_charts.active().actions().*fill)(*menu);
    });
    addMenuButton(text, tip, name, menu, this);
}

void ChartToolBar::showActive()
{
    ChartPanel &active = m_charts.active();
    if (!m_symbol->hasFocus() || !m_symbol->isModified())
        m_symbol->setText(active.symbol());
    m_link->setGroup(active.link());
    m_extended->setChecked(active.model().showsExtendedHours());
    for (QAction *action : m_timeframes->actions()) {
        if (action->data().toInt() == static_cast<int>(active.model().timeframe()))
            action->setChecked(true);
    }
}

QMenu *ChartToolBar::chartsMenu() const
{
    return m_chartsMenu;
}

void ChartToolBar::focusSymbol()
{
    m_symbol->setFocus();
    m_symbol->selectAll();
}

} // namespace tickstock
