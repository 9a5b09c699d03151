// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartpanel.h"

#include "core/types/threadcheck.h"
#include "ui/chart/view/typetogo.h"
#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/charttrust.h"
#include "ui/common/format.h"
#include "ui/common/linkchip.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tickstock {

namespace {

/// A window that comes to the front, or a menu that goes, only gives the keyboard back.
bool isByHand(Qt::FocusReason reason)
{
    return reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason && reason != Qt::MenuBarFocusReason;
}

} // namespace

ChartPanel::ChartPanel(Drawings &drawings, QWidget *parent)
    : QWidget(parent)
    , m_drawings(drawings)
    , m_view(m_model, drawings)
    , m_actions(new ChartActions(*this))
    , m_typed(new TypeToGo(&m_view))
    , m_header(new QWidget(this))
    , m_chip(new LinkChip(m_header))
    , m_title(new QLabel(m_header))
{
    setObjectName(QStringLiteral("chartPanel"));
    buildHeader();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(&m_view, 1);
    setFocusProxy(&m_view);
    connectView();
    setHeaderShown(false);
}

void ChartPanel::buildHeader()
{
    m_header->setObjectName(QStringLiteral("chartHeader"));
    m_header->setAutoFillBackground(true);
    const auto button = [this](const QString &text, const QString &tip, QAction *action) {
        auto *made = new QToolButton(m_header);
        made->setText(text);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setFocusPolicy(Qt::NoFocus); // both have a key
        connect(made, &QToolButton::clicked, action, &QAction::trigger);
        return made;
    };
    auto *layout = new QHBoxLayout(m_header);
    layout->setContentsMargins(4, 1, 4, 1);
    layout->setSpacing(6);
    layout->addWidget(m_chip);
    layout->addWidget(m_title, 1);
    layout->addWidget(button(QStringLiteral("\u2197"), tr("Open in a window"), m_actions->openWindow()));
    layout->addWidget(
        button(QStringLiteral("\u2922"), tr("This chart alone, and back (Alt+Enter)"), m_actions->maximise()));
    connect(m_chip, &LinkChip::groupChosen, this, &ChartPanel::setLink);
}

void ChartPanel::connectView()
{
    m_view.installEventFilter(this);
    connect(&m_view, &ChartView::typed, this, [this](const QString &text) { m_typed->begin(text, m_offered); });
    connect(m_typed, &TypeToGo::symbolTyped, this, &ChartPanel::symbolTyped);
    connect(m_typed, &TypeToGo::timeframeTyped, this, &ChartPanel::setTimeframe);
    connect(&m_model, &ChartModel::reset, this, &ChartPanel::showTitle);
}

void ChartPanel::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT activated();
    m_actions->menu().popup(event->globalPos());
}

void ChartPanel::closeEvent(QCloseEvent *event)
{
    QWidget::closeEvent(event);
    if (isWindow())
        Q_EMIT windowClosed();
}

/// Who clicks into a chart, or comes to it by keyboard, works with it.
bool ChartPanel::eventFilter(QObject *watched, QEvent *event)
{
    const bool isPressed = event->type() == QEvent::MouseButtonPress;
    const bool isEntered = event->type() == QEvent::FocusIn && isByHand(static_cast<QFocusEvent *>(event)->reason());
    if (watched == &m_view && (isPressed || isEntered))
        Q_EMIT activated();
    return QWidget::eventFilter(watched, event);
}

void ChartPanel::setHeaderShown(bool isShown)
{
    m_header->setVisible(isShown);
}

void ChartPanel::setActive(bool isActive)
{
    m_isActive = isActive;
    showTitle();
}

void ChartPanel::showTitle()
{
    const QString title = symbol().isEmpty()
                              ? tr("No symbol")
                              : QStringLiteral("%1 %2").arg(symbol(), format::timeframe(m_model.timeframe()));
    m_title->setText(title);
    QFont font = m_title->font();
    font.setBold(m_isActive);
    m_title->setFont(font);
    m_header->setBackgroundRole(m_isActive ? QPalette::Base : QPalette::Window);
    m_title->setAccessibleName(m_isActive ? tr("%1, the chart in use").arg(title) : title);
    if (isWindow())
        setWindowTitle(tr("%1 \u2013 TickStock Desktop").arg(title));
}

void ChartPanel::setTheme(const Theme &theme)
{
    m_view.setTheme(theme);
}

void ChartPanel::setLink(LinkGroup group)
{
    assertThreadOf(this);
    if (m_link == group)
        return;
    m_link = group;
    m_chip->setGroup(group);
    Q_EMIT linkChanged();
}

void ChartPanel::setTimeframe(Timeframe timeframe)
{
    assertThreadOf(this);
    m_model.setTimeframe(timeframe);
    m_view.setFocus();
}

void ChartPanel::showSymbol(const QString &symbol)
{
    assertThreadOf(this);
    if (symbol.isEmpty() || symbol == m_model.symbol())
        return;
    m_lastPrice = {};
    m_shownBy = {};
    m_view.setSourceName({});
    m_view.setEmptyText(tr("%1: loading the last ten sessions\u2026").arg(symbol));
    m_model.setSymbol(symbol);
    Q_EMIT symbolChanged();
    Q_EMIT historyWanted(symbol);
}

void ChartPanel::applyHistory(const SymbolHistory &history)
{
    assertThreadOf(this);
    if (history.symbol != symbol())
        return;
    const bool isNothing = history.minutes.empty() && history.days.empty();
    if (!isNothing || m_model.isEmpty()) // the store may be away: what is shown is better than nothing
        m_model.setHistory(history.minutes, history.days);
    m_model.addEvents(history.events);
    if (!history.isComplete)
        return;
    m_view.setEmptyText(
        history.problem.isEmpty()
            ? tr("%1: no bars yet. They appear as the symbol trades.").arg(history.symbol)
            : tr("%1: no history (%2). Live bars appear as the symbol trades.").arg(history.symbol, history.problem));
}

void ChartPanel::applyUpdate(const MarketUpdate &update, SymbolId id)
{
    assertThreadOf(this);
    std::vector<Bar> minutes;
    for (const ClosedMinute &minute : update.closed) {
        if (minute.symbol == id)
            minutes.push_back(minute.bar);
    }
    for (const QuoteUpdate &quote : update.quotes) {
        if (quote.symbol != id)
            continue;
        m_lastPrice = quote.quote.lastTime;
        m_shownBy = quote.connection;
        if (quote.connection.value != 0)
            m_view.setSourceName(shortName(quote.connection));
        if (quote.forming)
            minutes.push_back(*quote.forming);
    }
    if (!minutes.empty())
        m_model.updateMinutes(minutes);
    std::vector<PatternEvent> events;
    std::copy_if(update.events.begin(), update.events.end(), std::back_inserter(events),
                 [this](const PatternEvent &event) { return event.symbol == symbol(); });
    if (!events.empty())
        m_model.addEvents(events);
}

void ChartPanel::setGaps(const std::vector<Gap> &gaps)
{
    assertThreadOf(this);
    std::vector<Gap> own;
    std::copy_if(gaps.begin(), gaps.end(), std::back_inserter(own),
                 [this](const Gap &gap) { return gap.symbol == symbol(); });
    if (!own.empty() || !m_model.gaps().empty())
        m_model.setGaps(std::move(own));
}

void ChartPanel::showHealth(const HealthBoard::Snapshot &health, Session session)
{
    assertThreadOf(this);
    const Timestamp now = health.pipeline.marketNow;
    const ChartTrust trust = trustOf(health, session, now, m_lastPrice, m_shownBy);
    m_view.setMarketTime(now, trust.isStale, m_lastPrice.isValid() ? now - m_lastPrice : Milliseconds(0));
    if (trust.isPolled)
        m_view.setSourceName(tr("REST"));
    m_view.setTrouble(trust.trouble);
}

void ChartPanel::jumpTo(const PatternEvent &event)
{
    assertThreadOf(this);
    showSymbol(event.symbol);
    m_model.setTimeframe(event.timeframe);
    m_view.jumpTo(event.barStart);
}

} // namespace tickstock
