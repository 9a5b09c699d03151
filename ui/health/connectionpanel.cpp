// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/connectionpanel.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/health/connectioncard.h"
#include "ui/health/sinktext.h"
#include "ui/health/statustext.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace tickstock {

namespace {

QString line(const QString &name, const QString &value)
{
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align=right><b>%2</b></td></tr>").arg(name, value);
}

QString coloured(const QColor &colour, const QString &text)
{
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), text);
}

QString sinkLine(const SinkHealth &sink, const Theme &theme)
{
    QString state = sinkSymbol(sink.state) + u' ' + sinkWord(sink.state);
    if (sink.backlog > 0)
        state += QStringLiteral(", ") + ConnectionPanel::tr("%1 behind").arg(format::count(sink.backlog));
    return line(sinkName(sink.name).toHtmlEscaped(), coloured(sinkColour(sink.state, theme), state));
}

/// Shortens a server's error, which can be long. The dock of the sinks shows it in full.
QString shortened(const QString &error)
{
    constexpr qsizetype Shown = 90;
    return error.size() <= Shown ? error : error.left(Shown).trimmed() + u'\u2026';
}

/// The sinks in short. Their table has the figures.
QString sinksText(const HealthBoard::Snapshot &health, const Theme &theme)
{
    QString rows, errors;
    for (const SinkHealth &sink : health.sinks) {
        rows += sinkLine(sink, theme);
        if (!sink.lastError.isEmpty())
            errors += QStringLiteral("<p>%1</p>")
                          .arg(coloured(sink.isWell() ? theme.warn : sinkColour(sink.state, theme),
                                        shortened(sink.lastError).toHtmlEscaped()));
    }
    const quint64 dropped = health.pipeline.droppedTicks + health.droppedBySinks();
    rows += line(ConnectionPanel::tr("Dropped"),
                 dropped > 0 ? coloured(theme.bad, format::count(dropped)) : format::count(dropped));
    rows += line(ConnectionPanel::tr("Repairs under way"), format::count(static_cast<quint64>(health.repair.waiting)));
    return QStringLiteral("<table width='100%'>%1</table>%2").arg(rows, errors);
}

} // namespace

ConnectionPanel::ConnectionPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_cardLayout(new QVBoxLayout)
    , m_none(new QLabel(tr("No connection. Set MASSIVE_API_KEY, or start the demo."), this))
    , m_routing(new QLabel(this))
    , m_plan(new QPushButton(tr("Ro&uting plan\u2026"), this))
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
    auto *routing = new QVBoxLayout;
    routing->setContentsMargins(10, 4, 10, 0);
    m_routing->setWordWrap(true);
    routing->addWidget(m_routing);
    routing->addWidget(m_plan);
    layout->addLayout(routing);
    connect(m_plan, &QPushButton::clicked, this, &ConnectionPanel::planRequested);
    layout->addWidget(m_sinks);
    layout->addStretch();
}

void ConnectionPanel::setTheme(const Theme &theme)
{
    assertThreadOf(this);
    m_theme = theme;
    for (const auto &[id, card] : std::exchange(m_cards, {}))
        delete card;
}

void ConnectionPanel::show(const HealthBoard::Snapshot &health)
{
    assertThreadOf(this);
    m_none->setVisible(health.connections.empty());
    for (const ConnectionHealth &connection : health.connections) {
        ConnectionCard *&card = m_cards[connection.id];
        if (!card) {
            card = new ConnectionCard(m_theme, this);
            connect(card, &ConnectionCard::actionRequested, this, &ConnectionPanel::actionRequested);
            connect(card, &ConnectionCard::editRequested, this, &ConnectionPanel::editRequested);
            m_cardLayout->addWidget(card);
        }
        card->show(connection, health.pipeline.followsFeed);
    }
    const bool isRouted = health.connections.size() > 1;
    m_plan->setVisible(isRouted);
    m_routing->setVisible(isRouted);
    QString routing = tr("Routing: %1").arg(strategyName(health.routing.strategy));
    if (health.routing.limit > 0)
        routing += u'\n' + tr("Your account allows %n connection(s).", nullptr, health.routing.limit);
    if (health.routing.openMoves > 0)
        routing += u'\n' + tr("%n symbol(s) are moving.", nullptr, health.routing.openMoves);
    m_routing->setText(routing);
    m_sinks->setText(sinksText(health, m_theme));
}

} // namespace tickstock
