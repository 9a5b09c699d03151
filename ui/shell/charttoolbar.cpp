// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/charttoolbar.h"

#include "core/types/text.h"
#include "ui/chart/chartview.h"
#include "ui/chart/studydialog.h"

#include <QActionGroup>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <utility>

namespace tickstock {

namespace {

QToolButton *menuButton(const QString &text, const QString &tip, const char *name, QMenu *menu, QToolBar *bar)
{
    auto *button = new QToolButton(bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(button);
    return button;
}

} // namespace

ChartToolBar::ChartToolBar(ChartView &chart, QWidget *parent)
    : QToolBar(tr("Chart"), parent)
    , m_chart(chart)
    , m_symbol(new QLineEdit(this))
    , m_timeframes(new QActionGroup(this))
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
    addSeparator();
    addTimeframes();
    addSeparator();
    //: regular trading hours / extended trading hours
    QAction *extended = addAction(tr("ETH"));
    extended->setObjectName(QStringLiteral("extendedHours"));
    extended->setToolTip(tr("Show pre- and after-market hours (04:00 to 20:00 ET)"));
    extended->setCheckable(true);
    extended->setChecked(true);
    connect(extended, &QAction::toggled, this, &ChartToolBar::extendedHoursChosen);
    addSeparator();
    addStyles();
    addStudies();
}

void ChartToolBar::addTimeframes()
{
    const std::pair<Timeframe, QString> choices[] = {
        {Timeframe::Min1, tr("1m", "one minute")},       {Timeframe::Min2, tr("2m", "two minutes")},
        {Timeframe::Min5, tr("5m", "five minutes")},     {Timeframe::Min15, tr("15m", "fifteen minutes")},
        {Timeframe::Min30, tr("30m", "thirty minutes")}, {Timeframe::Daily, tr("D", "one day")}};
    for (const auto &[timeframe, name] : choices) {
        QAction *action = addAction(name);
        action->setData(static_cast<int>(timeframe));
        action->setCheckable(true);
        action->setChecked(timeframe == Timeframe::Min1);
        action->setActionGroup(m_timeframes);
        connect(action, &QAction::triggered, this, [this, chosen = timeframe] { Q_EMIT timeframeChosen(chosen); });
    }
}

void ChartToolBar::addStyles()
{
    auto *menu = new QMenu(this);
    auto *group = new QActionGroup(menu);
    const std::pair<ChartStyle, QString> styles[] = {
        {ChartStyle::Candles, tr("Candles")}, {ChartStyle::HollowCandles, tr("Hollow candles")},
        {ChartStyle::OhlcBars, tr("Bars")},   {ChartStyle::Line, tr("Line")},
        {ChartStyle::Area, tr("Area")},       {ChartStyle::HeikinAshi, tr("Heikin-Ashi")}};
    QToolButton *button = menuButton(tr("Candles"), tr("How bars are drawn"), "chartStyle", menu, this);
    for (const auto &[style, name] : styles) {
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(style == m_chart.style());
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, button, chosen = style, text = name] {
            m_chart.setStyle(chosen);
            button->setText(text);
        });
    }
}

void ChartToolBar::addStudies()
{
    m_studies = new QMenu(this);
    connect(m_studies, &QMenu::aboutToShow, this, &ChartToolBar::fillStudies);
    menuButton(tr("Indicators"), tr("Add, set up and remove indicators"), "studies", m_studies, this);
}

void ChartToolBar::fillStudies()
{
    m_studies->clear();
    qDeleteAll(m_studies->findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
    fillShownStudies();
    m_studies->addSection(tr("Add"));
    for (const StudyType &type : studyTypes()) {
        m_studies->addAction(text(type.name), this, [this, &type] {
            m_chart.addStudy(type, ParameterValues(type.parameters));
            m_chart.setFocus();
        });
    }
}

void ChartToolBar::fillShownStudies()
{
    const auto &panes = m_chart.scene().panes();
    m_studies->addSection(tr("Shown"));
    for (std::size_t pane = 0; pane < panes.size(); ++pane) {
        for (std::size_t study = 0; study < panes[pane].studies.size(); ++study) {
            QMenu *own = m_studies->addMenu(panes[pane].studies[study].study->title());
            QAction *edit = own->addAction(tr("Set up\u2026"), this, [this, pane, study] { editStudy(pane, study); });
            edit->setEnabled(!panes[pane].studies[study].study->type().parameters.empty());
            if (pane > 0) {
                own->addAction(tr("Move up"), this, [this, pane] { m_chart.movePane(pane, -1); })->setEnabled(pane > 1);
                own->addAction(tr("Move down"), this, [this, pane] { m_chart.movePane(pane, 1); })
                    ->setEnabled(pane + 1 < panes.size());
            }
            own->addAction(tr("Remove"), this, [this, pane, study] { m_chart.removeStudy(pane, study); });
        }
    }
}

void ChartToolBar::editStudy(std::size_t pane, std::size_t study)
{
    const Study &shown = *m_chart.scene().panes()[pane].studies[study].study;
    auto *dialog = new StudyDialog(shown, this);
    connect(dialog, &StudyDialog::valuesChanged, this,
            [this, pane, study](const ParameterValues &values) { m_chart.setStudyParameters(pane, study, values); });
    dialog->open();
}

void ChartToolBar::showSymbol(const QString &symbol)
{
    m_symbol->setText(symbol);
}

void ChartToolBar::showTimeframe(Timeframe timeframe)
{
    for (QAction *action : m_timeframes->actions()) {
        if (action->data().toInt() == static_cast<int>(timeframe))
            action->setChecked(true);
    }
}

void ChartToolBar::focusSymbol()
{
    m_symbol->setFocus();
    m_symbol->selectAll();
}

} // namespace tickstock
