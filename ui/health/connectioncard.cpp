// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/connectioncard.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/health/rateplot.h"
#include "ui/health/statustext.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace tickstock {

namespace {

constexpr std::size_t ShownTransitions = 5;

QString cell(const QString &name, const QString &value, bool isLast)
{
    return QStringLiteral("<td>%1&nbsp;</td><td align=right><b>%2</b>%3</td>")
        .arg(name, value, isLast ? QString() : QStringLiteral("&nbsp;&nbsp;&nbsp;"));
}

/// Two figures side by side.
QString row(const QString &name, const QString &value, const QString &secondName, const QString &secondValue)
{
    return QStringLiteral("<tr>%1%2</tr>").arg(cell(name, value, false), cell(secondName, secondValue, true));
}

} // namespace

ConnectionCard::ConnectionCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_menuButton(new QToolButton(this))
    , m_figures(new QLabel(this))
    , m_reason(new QLabel(this))
    , m_history(new QLabel(this))
    , m_plot(new RatePlot(theme, this))
{
    setObjectName(QStringLiteral("connectionCard"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 4);
    layout->setSpacing(3);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_menuButton);
    layout->addLayout(head);
    for (QLabel *text : {m_reason, m_history}) {
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
    }
    m_title->setTextFormat(Qt::RichText);
    // Long figures must not make the dock wider than it is.
    for (QLabel *text : {m_title, m_figures})
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_figures->setTextFormat(Qt::RichText);
    for (QWidget *part : {static_cast<QWidget *>(m_reason), static_cast<QWidget *>(m_figures),
                          static_cast<QWidget *>(m_plot), static_cast<QWidget *>(m_history)})
        layout->addWidget(part);
    QPalette amber = m_reason->palette();
    amber.setColor(QPalette::WindowText, theme.warn);
    m_reason->setPalette(amber);
    QPalette dim = m_history->palette();
    dim.setColor(QPalette::WindowText, theme.dimText);
    m_history->setPalette(dim);
    m_history->hide();
    buildMenu();
}

void ConnectionCard::buildMenu()
{
    auto *menu = new QMenu(m_menuButton);
    const auto add = [&](const QString &text, const QString &hint, ConnectionAction action) {
        QAction *entry = menu->addAction(text);
        entry->setToolTip(hint);
        connect(entry, &QAction::triggered, this, [this, action] { Q_EMIT actionRequested(m_id, action); });
        return entry;
    };
    m_pause = add(tr("&Pause"), tr("Move its symbols to the others, then close it"), ConnectionAction::Pause);
    m_resume = add(tr("&Resume"), tr("Open it again"), ConnectionAction::Resume);
    add(tr("Re&connect now"), tr("Close and open it, waiting for nothing"), ConnectionAction::Reconnect);
    m_drain = menu->addAction(tr("&Drain"));
    m_drain->setToolTip(tr("Keep its symbols on the others while it stays open"));
    m_drain->setCheckable(true);
    connect(m_drain, &QAction::triggered, this, [this](bool checked) {
        Q_EMIT actionRequested(m_id, checked ? ConnectionAction::Drain : ConnectionAction::Undrain);
    });
    menu->addSeparator();
    connect(menu->addAction(tr("&Test\u2026")), &QAction::triggered, this,
            [this] { Q_EMIT editRequested(m_id, true); });
    connect(menu->addAction(tr("&Edit\u2026")), &QAction::triggered, this,
            [this] { Q_EMIT editRequested(m_id, false); });
    menu->addSeparator();
    m_showHistory = menu->addAction(tr("Last &changes"));
    m_showHistory->setCheckable(true);
    connect(m_showHistory, &QAction::toggled, m_history, &QWidget::setVisible);
    menu->setToolTipsVisible(true);
    m_menuButton->setText(QStringLiteral("\u22ef"));
    m_menuButton->setAutoRaise(true);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setAccessibleName(tr("Actions of this connection"));
    m_menuButton->setToolTip(tr("Pause, reconnect, drain, test, edit"));
    m_menuButton->setMenu(menu);
}

void ConnectionCard::show(const ConnectionHealth &health, bool followsFeed)
{
    assertThreadOf(this);
    m_id = health.id;
    const QString drained = health.isDrained ? u' ' + tr("(drained)") : QString();
    m_title->setText(
        QStringLiteral("<span style='color:%1'>%2 <b>%3</b></span>&nbsp;&nbsp;C%4 %5%6")
            .arg(statusColour(health.status, m_theme).name(), statusSymbol(health.status), statusWord(health.status))
            .arg(health.id.value)
            .arg(health.name.toHtmlEscaped(), drained));
    m_title->setToolTip(health.endpoint);
    QString reason = explanation(health);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (health.nextAttempt.ms > now)
        reason += u' ' + tr("Next try in %1.").arg(format::age(Milliseconds(health.nextAttempt.ms - now + 999)));
    m_reason->setText(reason.trimmed());
    m_reason->setVisible(!reason.isEmpty());
    const bool isOff = health.status == ConnectionStatus::Off;
    m_pause->setVisible(!isOff);
    m_resume->setVisible(isOff || health.status == ConnectionStatus::Blocked);
    m_drain->setChecked(health.isDrained);
    m_figures->setVisible(!isOff);
    m_plot->setVisible(!isOff);
    showFigures(health, followsFeed);
    showHistory(health);
    m_plot->addRate(health.ratePerSecond);
}

void ConnectionCard::showFigures(const ConnectionHealth &health, bool followsFeed)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QString silent = health.lastMessage.isValid()
                               ? format::age(Milliseconds(std::max<qint64>(0, now - health.lastMessage.ms)))
                               : tr("never");
    const QString delay = followsFeed ? tr("simulated")
                          : health.latencyP99Ms >= 10'000
                              ? format::age(Milliseconds(health.latencyP99Ms))
                              : tr("%1/%2 ms").arg(health.latencyP50Ms).arg(health.latencyP99Ms);
    const QString toBar = tr("%1 ms").arg(static_cast<double>(health.barLatencyP99Us) / 1'000, 0, 'f', 1);
    const QString gaps = tr("%1 of %2").arg(format::count(health.gapsRepaired), format::count(health.gaps));
    QString figures = QStringLiteral("<table width='100%' cellspacing=0>");
    figures += row(tr("Symbols"), format::count(static_cast<quint64>(health.tickers)), tr("Events/s"),
                   format::count(static_cast<quint64>(health.ratePerSecond)));
    figures += row(tr("Silent"), silent, tr("Queue"), format::count(health.queued));
    figures += row(tr("Delay"), delay, tr("To bar"), toBar);
    figures += row(tr("Repaired"), health.gaps == 0 ? tr("no gap") : gaps, tr("Errors"), format::count(health.errors));
    if (health.unconfirmedPairs + health.refusedPairs > 0) {
        figures += row(tr("Waiting"), format::count(static_cast<quint64>(health.unconfirmedPairs)), tr("Refused"),
                       format::count(static_cast<quint64>(health.refusedPairs)));
    }
    m_figures->setText(figures + QStringLiteral("</table>"));
    const QString terms = tr("Delay: from the event to its reception, median and 99th percentile; the vendor's two "
                             "seconds are not counted. To bar: from reception to bar, 99th percentile.");
    const QString thrownAway = thrownAwayText(health.thrownAway);
    m_figures->setToolTip(thrownAway.isEmpty() ? terms
                                               : terms + u"\n\n" + tr("Could not be used:") + u'\n' + thrownAway);
}

void ConnectionCard::showHistory(const ConnectionHealth &health)
{
    QStringList lines;
    const std::size_t shown = std::min(health.transitions.size(), ShownTransitions);
    for (std::size_t i = 0; i < shown; ++i) {
        const StatusTransition &change = health.transitions[health.transitions.size() - 1 - i];
        QString line = format::second(change.at) + u' ' + statusWord(change.status);
        if (!change.detail.isEmpty())
            line += QStringLiteral(": ") + change.detail;
        lines.append(line);
    }
    m_history->setText(lines.join(u'\n'));
    m_history->setVisible(m_showHistory->isChecked());
}

} // namespace tickstock
