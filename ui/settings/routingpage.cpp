// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/routingpage.h"

#include "ui/settings/lockedfield.h"

#include "ui/health/statustext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>

namespace tickstock {

namespace {

constexpr std::array Strategies{RoutingStrategy::Manual, RoutingStrategy::RoundRobin, RoutingStrategy::Priority,
                                RoutingStrategy::LoadBalanced};

} // namespace

RoutingPage::RoutingPage(SettingsDraft &draft, const ConnectionControl &connections, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_connections(connections)
    , m_explanation(new QLabel(this))
    , m_strategy(new QComboBox(this))
    , m_preview(new QTableWidget(this))
    , m_warnings(new QLabel(this))
    , m_form(new QFormLayout(this))
{
    addFlag(tr("Use &several connections (your plan must allow them)"), "USE_MULTI_CONNECTION", false);
    m_strategy->setObjectName(QStringLiteral("strategy"));
    for (const RoutingStrategy strategy : Strategies)
        m_strategy->addItem(strategyName(strategy), toText(strategy));
    const int chosen = m_strategy->findData(m_draft.text(QStringLiteral("WEBSOCKET_ROUTING_STRATEGY")).toLower());
    m_strategy->setCurrentIndex(std::max(0, chosen));
    lockIfSetElsewhere(m_strategy, m_draft, QStringLiteral("WEBSOCKET_ROUTING_STRATEGY"));
    m_form->addRow(tr("S&trategy"), m_strategy);
    m_explanation->setWordWrap(true);
    m_explanation->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_explanation->setForegroundRole(QPalette::PlaceholderText);
    m_form->addRow(QString(), m_explanation);
    connect(m_strategy, &QComboBox::currentIndexChanged, this,
            [this] { store("WEBSOCKET_ROUTING_STRATEGY", m_strategy->currentData().toString()); });
    addText(tr("One &universe for all"), "SYMBOL_UNIVERSE_KEY",
            tr("for one connection, or to be spread where no connection has symbols of its own"));
    addText(tr("Priority t&iers"), "WEBSOCKET_PRIORITY_TIERS",
            tr("etf:core,AAPL; sp500:all \u2013 the first matters most"));
    addText(tr("&Critical symbols"), "WEBSOCKET_CRITICAL_SYMBOLS", tr("on two connections at once, e.g. SPY,QQQ"));
    addText(tr("&Most per connection"), "WEBSOCKET_MAX_TICKERS_PER_CONNECTION", tr("0: no limit"));
    addText(tr("Stalled after (&s)"), "WEBSOCKET_STALL_SECONDS", tr("15: open but silent for so long is a fault"));
    addFlag(tr("&Failover: the others take over what a connection loses"), "WEBSOCKET_FAILOVER_ENABLED", true);
    addFlag(tr("&Rebalance by itself when the load is uneven for a while"), "WEBSOCKET_AUTO_REBALANCE", true);
    m_preview->setObjectName(QStringLiteral("routingPreview"));
    m_preview->setColumnCount(3);
    m_preview->setHorizontalHeaderLabels({tr("Connection"), tr("Symbols"), tr("Share")});
    m_preview->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_preview->verticalHeader()->hide();
    m_preview->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_preview->setSelectionMode(QAbstractItemView::NoSelection);
    m_preview->setFocusPolicy(Qt::NoFocus);
    m_preview->setMaximumHeight(fontMetrics().height() * 9);
    m_form->addRow(tr("Preview"), m_preview);
    m_warnings->setWordWrap(true);
    m_form->addRow(QString(), m_warnings);
    refresh();
}

QCheckBox *RoutingPage::addFlag(const QString &text, const char *key, bool fallback)
{
    const QString name = QString::fromLatin1(key);
    auto *box = new QCheckBox(text, this);
    box->setChecked(flagFromText(m_draft.text(name)).value_or(fallback));
    lockIfSetElsewhere(box, m_draft, name);
    connect(box, &QCheckBox::toggled, this,
            [this, key](bool on) { store(key, on ? QStringLiteral("true") : QStringLiteral("false")); });
    m_form->addRow(box);
    return box;
}

QLineEdit *RoutingPage::addText(const QString &label, const char *key, const QString &hint)
{
    const QString name = QString::fromLatin1(key);
    auto *edit = new QLineEdit(m_draft.text(name), this);
    edit->setObjectName(name);
    edit->setPlaceholderText(hint);
    lockIfSetElsewhere(edit, m_draft, name);
    connect(edit, &QLineEdit::textEdited, this, [this, key](const QString &text) { store(key, text.trimmed()); });
    m_form->addRow(label, edit);
    return edit;
}

void RoutingPage::store(const char *key, const QString &value)
{
    m_draft.set(QString::fromLatin1(key), value);
    refresh();
    Q_EMIT edited();
}

void RoutingPage::setUniverses(const Universes &universes)
{
    m_universes = universes;
    refresh();
}

void RoutingPage::refresh()
{
    switch (Strategies[static_cast<std::size_t>(m_strategy->currentIndex())]) {
    case RoutingStrategy::Manual: m_explanation->setText(tr("Each connection carries the symbols it is given.")); break;
    case RoutingStrategy::RoundRobin:
        m_explanation->setText(tr("All symbols together, one after the other, the same number on each."));
        break;
    case RoutingStrategy::Priority:
        m_explanation->setText(tr("The first tier on the best connection, the next on the next; what does not fit "
                                  "goes on to the next."));
        break;
    case RoutingStrategy::LoadBalanced:
        m_explanation->setText(tr("All symbols together, so that each connection has as many events to carry."));
        break;
    }
    showPreview();
}

void RoutingPage::showPreview()
{
    m_preview->setRowCount(0);
    const auto settings = m_draft.parsed();
    if (!settings) {
        m_warnings->setText(settings.error().detail);
        return;
    }
    const auto set = resolveConnections(*settings, [this](const QString &key) -> Expected<QStringList> {
        const auto found = m_universes.find(key);
        if (found == m_universes.end())
            return Error{ErrorCode::NotFound, tr("there is no universe \"%1\"").arg(key)};
        return found->second;
    });
    if (!set) {
        m_warnings->setText(set.error().detail);
        return;
    }
    const std::vector<int> counts = m_connections.expectedShares(*set, *settings);
    const auto addRow = [&](const QString &name, int count) {
        const int row = m_preview->rowCount();
        m_preview->setRowCount(row + 1);
        const auto total = std::max<qsizetype>(1, set->symbols.size());
        const QString texts[] = {name, QString::number(count), QStringLiteral("%1 %").arg(count * 100 / total)};
        for (int column = 0; column < 3; ++column) {
            auto *item = new QTableWidgetItem(texts[column]);
            if (column > 0)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_preview->setItem(row, column, item);
        }
    };
    for (std::size_t i = 0; i < set->connections.size(); ++i)
        addRow(tr("C%1 %2").arg(set->connections[i].id.value).arg(set->connections[i].name), counts[i]);
    if (counts.back() > 0)
        addRow(tr("none (no room)"), counts.back());
    m_warnings->setText((settings->warnings + set->warnings).join(u'\n'));
}

} // namespace tickstock
