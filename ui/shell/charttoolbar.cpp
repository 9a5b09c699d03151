// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/charttoolbar.h"

#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/linkchip.h"
#include "ui/shell/chartsmenu.h"

#include <QLineEdit>
#include <QToolButton>

namespace tickstock {

ChartToolBar::ChartToolBar(ChartWorkspace &charts, QWidget *parent)
    : QToolBar(tr("Chart"), parent)
    , m_charts(charts)
    , m_symbol(new QLineEdit(this))
    , m_link(new LinkChip(this))
    , m_chartsMenu(new ChartsMenu(charts, this))
{
    setObjectName(QStringLiteral("toolbar"));
    setMovable(false);
    addSymbol();
    addWidget(m_link);
    connect(m_link, &LinkChip::groupChosen, this, [this](LinkGroup group) { m_charts.active().setLink(group); });
    addSeparator();
    m_afterTimeframes = addSeparator();
    m_afterHours = addSeparator();
    m_styles = addMenuButton(tr("Style"), tr("How bars are drawn"), "chartStyle");
    m_studies = addMenuButton(tr("Indicators"), tr("Add, set up and remove indicators"), "studies");
    m_drawings = addMenuButton(tr("Draw"), tr("Lines, rectangles, and measuring"), "drawings");
    addSeparator();
    addMenuButton(tr("Charts"), tr("How many charts are shown, and where"), "chartGrid")->setMenu(m_chartsMenu);
    connect(&m_charts, &ChartWorkspace::activeChanged, this, &ChartToolBar::showActive);
    connect(&m_charts, &ChartWorkspace::symbolShown, this, &ChartToolBar::showActive);
    showActive();
}

void ChartToolBar::addSymbol()
{
    m_symbol->setObjectName(QStringLiteral("symbolEdit"));
    m_symbol->setPlaceholderText(tr("Symbol"));
    m_symbol->setFixedWidth(fontMetrics().horizontalAdvance(u'M') * 9);
    m_symbol->setToolTip(tr("Type a symbol and press Enter"));
    m_symbol->setAccessibleName(tr("Symbol"));
    connect(m_symbol, &QLineEdit::returnPressed, this, [this] { Q_EMIT symbolEntered(m_symbol->text().trimmed()); });
    addWidget(m_symbol);
}

QToolButton *ChartToolBar::addMenuButton(const QString &text, const QString &tip, const char *name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setPopupMode(QToolButton::InstantPopup);
    addWidget(button);
    return button;
}

void ChartToolBar::showActive()
{
    ChartPanel &active = m_charts.active();
    if (!m_symbol->hasFocus() || !m_symbol->isModified())
        m_symbol->setText(active.symbol());
    m_link->setGroup(active.link());
    if (m_shown != &active)
        showActions(active);
}

/// They follow their chart by themselves.
void ChartToolBar::showActions(ChartPanel &active)
{
    if (m_shown) {
        for (QAction *action : m_shown->actions().timeframes())
            removeAction(action);
        removeAction(m_shown->actions().extendedHours());
    }
    m_shown = &active;
    const ChartActions &actions = active.actions();
    insertActions(m_afterTimeframes, actions.timeframes());
    insertAction(m_afterHours, actions.extendedHours());
    m_styles->setMenu(&actions.styles());
    m_studies->setMenu(&actions.studies());
    m_drawings->setMenu(&actions.drawings());
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
