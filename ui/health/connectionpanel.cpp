// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/connectionpanel.h"

#include "ui/common/format.h"
#include "ui/health/rateplot.h"
#include "ui/health/statustext.h"

#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickstock {

namespace {

QString line(const QString &name, const QString &value)
{
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=right><b>%2</b></td></tr>").arg(name, value);
}

} // namespace

ConnectionCard::ConnectionCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_figures(new QLabel(this))
    , m_reason(new QLabel(this))
    , m_plot(new RatePlot(theme, this))
    , m_reconnect(new QPushButton(tr("&Reconnect now"), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(4);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_reason->setWordWrap(true);
    m_title->setTextFormat(Qt::RichText);
    m_figures->setTextFormat(Qt::RichText);
    m_reason->setTextFormat(Qt::PlainText);
    for (QWidget *part :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_reason), static_cast<QWidget *>(m_reconnect),
          static_cast<QWidget *>(m_figures), static_cast<QWidget *>(m_plot)})
        layout->addWidget(part);
    QPalette amber = m_reason->palette();
    amber.setColor(QPalette::WindowText, theme.warn);
    m_reason->setPalette(amber);
    connect(m_reconnect, &QPushButton::clicked, this, &ConnectionCard::reconnectRequested);
}

void ConnectionCard::show(const ConnectionHealth &health, bool followsFeed)
{
    m_title->setText(
        QStringLiteral("<span style='color:%1'>%2 <b>%3</b></span>&nbsp;&nbsp;C%4 %5")
            .arg(statusColour(health.status, m_theme).name(), statusSymbol(health.status), statusWord(health.status))
            .arg(health.id.value)
            .arg(health.name.toHtmlEscaped()));
    QString reason = explanation(health);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (health.nextAttempt.ms > now)
        reason += u' ' + tr("Next try in %1.").arg(format::age(Milliseconds(health.nextAttempt.ms - now + 999)));
    m_reason->setText(reason.trimmed());
    m_reason->setVisible(!reason.isEmpty());
    m_reconnect->setVisible(health.status == ConnectionStatus::Blocked ||
                            health.status == ConnectionStatus::Reconnecting);

    const QString silent = health.lastMessage.isValid()
                               ? format::age(Milliseconds(std::max<qint64>(0, now - health.lastMessage.ms)))
                               : tr("never");
    QString figures = QStringLiteral("<table width='100%'>");
    figures += line(tr("Symbols"), format::count(static_cast<quint64>(health.tickers)));
    figures += line(tr("Events/s"), format::count(static_cast<quint64>(health.ratePerSecond)));
    figures += line(tr("Last message"), tr("%1 ago").arg(silent));
    figures +=
        line(tr("Delay p50 / p99"),
             followsFeed ? tr("not real time") : tr("%1 / %2 ms").arg(health.latencyP50Ms).arg(health.latencyP99Ms));
    figures += line(tr("Errors"), format::count(health.errors));
    if (health.unconfirmedPairs + health.refusedPairs > 0)
        figures += line(tr("Not confirmed"),
                        format::count(static_cast<quint64>(health.unconfirmedPairs + health.refusedPairs)));
    m_figures->setText(figures + QStringLiteral("</table>"));
    m_plot->addRate(health.ratePerSecond);
}

ConnectionPanel::ConnectionPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_cardLayout(new QVBoxLayout)
    , m_none(new QLabel(tr("No connection. Set MASSIVE_API_KEY, or start the demo."), this))
    , m_sinks(new QLabel(this))
{
    setObjectName(QStringLiteral("connections"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 8);
    m_none->setWordWrap(true);
    m_none->setContentsMargins(10, 8, 10, 8);
    m_sinks->setContentsMargins(10, 4, 10, 4);
    m_sinks->setTextFormat(Qt::RichText);
    m_sinks->setWordWrap(true);
    m_sinks->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    layout->addWidget(m_none);
    layout->addLayout(m_cardLayout);
    layout->addWidget(m_sinks);
    layout->addStretch();
}

void ConnectionPanel::show(const HealthBoard::Snapshot &health)
{
    m_none->setVisible(health.connections.empty());
    for (const ConnectionHealth &connection : health.connections) {
        ConnectionCard *&card = m_cards[connection.id];
        if (!card) {
            card = new ConnectionCard(m_theme, this);
            connect(card, &ConnectionCard::reconnectRequested, this, &ConnectionPanel::reconnectRequested);
            m_cardLayout->addWidget(card);
        }
        card->show(connection, health.pipeline.followsFeed);
    }
    const SinkHealth &store = health.storage;
    const bool isFine = store.lastError.isEmpty() && store.dropped == 0;
    QString text = QStringLiteral("<table width='100%'>");
    text += line(tr("Storage"), QStringLiteral("<span style='color:%1'>%2</span>")
                                    .arg((isFine ? m_theme.good : m_theme.bad).name(),
                                         store.state.isEmpty() || store.state == u"off" ? tr("off")
                                         : isFine                                       ? tr("up")
                                                                                        : tr("failing")));
    text += line(tr("Queue"), format::count(store.backlog));
    text += line(tr("Written/s"), format::count(static_cast<quint64>(store.ratePerSecond)));
    text += line(tr("Dropped"), format::count(store.dropped + health.pipeline.droppedTicks));
    text += line(tr("Repairs under way"), format::count(static_cast<quint64>(health.repair.waiting)));
    text += QStringLiteral("</table>");
    if (!store.lastError.isEmpty())
        text += QStringLiteral("<p style='color:%1'>%2</p>").arg(m_theme.bad.name(), store.lastError.toHtmlEscaped());
    m_sinks->setText(text);
}

} // namespace tickstock
