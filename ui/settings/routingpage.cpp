// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/routingpage.h"

#include "core/config/settingstable.h"
#include "core/types/threadcheck.h"
#include "ui/health/statustext.h"
#include "ui/settings/lockedfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>

namespace tickstock {

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
    addField(tr("Use &several connections (your plan must allow them)"), QStringLiteral("USE_MULTI_CONNECTION"));
    m_strategy->setObjectName(QStringLiteral("strategy"));
    const QString strategyKey = QStringLiteral("WEBSOCKET_ROUTING_STRATEGY");
    for (const QString &word : settingOf(strategyKey).type->words)
        m_strategy->addItem(strategyName(*routingStrategyFromText(word)), word);
    m_strategy->setCurrentIndex(std::max(0, m_strategy->findData(m_draft.textOrDefault(strategyKey).toLower())));
    lockIfSetElsewhere(m_strategy, m_draft, strategyKey);
    m_form->addRow(tr("S&trategy"), m_strategy);
    m_explanation->setWordWrap(true);
    m_explanation->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_explanation->setForegroundRole(QPalette::PlaceholderText);
    m_form->addRow(QString(), m_explanation);
    connect(m_strategy, &QComboBox::currentIndexChanged, this,
            [this, strategyKey] { store(strategyKey, m_strategy->currentData().toString()); });
    addField(tr("One &universe for all"), QStringLiteral("SYMBOL_UNIVERSE_KEY"),
             tr("for one connection, or to be spread where no connection has symbols of its own"));
    addField(tr("Priority t&iers"), QStringLiteral("WEBSOCKET_PRIORITY_TIERS"),
             tr("etf:core,AAPL; sp500:all \u2013 the first matters most"));
    addField(tr("&Critical symbols"), QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS"),
             tr("on two connections at once, e.g. SPY,QQQ"));
    addField(tr("&Most per connection"), QStringLiteral("WEBSOCKET_MAX_TICKERS_PER_CONNECTION"), tr("0: no limit"));
    const QString stallKey = QStringLiteral("WEBSOCKET_STALL_SECONDS");
    addField(tr("Stalled after (&s)"), stallKey,
             tr("%1: open but silent for so long is a fault").arg(settingOf(stallKey).defaultText));
    addField(tr("&Failover: the others take over what a connection loses"),
             QStringLiteral("WEBSOCKET_FAILOVER_ENABLED"));
    addField(tr("&Rebalance by itself when the load is uneven for a while"),
             QStringLiteral("WEBSOCKET_AUTO_REBALANCE"));
    setUpPreview();
    refresh();
}

void RoutingPage::setUpPreview()
{
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
}

void RoutingPage::addField(const QString &label, const QString &key, const QString &hint)
{
    if (settingOf(key).type->kind == SettingKind::Flag)
        addFlag(label, key);
    else
        addText(label, key, hint);
}

void RoutingPage::addFlag(const QString &text, const QString &key)
{
    auto *box = new QCheckBox(text, this);
    box->setChecked(m_draft.isOn(key));
    lockIfSetElsewhere(box, m_draft, key);
    connect(box, &QCheckBox::toggled, this, [this, key](bool on) { store(key, flagText(on)); });
    m_form->addRow(box);
}

void RoutingPage::addText(const QString &label, const QString &key, const QString &hint)
{
    auto *edit = new QLineEdit(m_draft.text(key), this);
    edit->setObjectName(key);
    edit->setPlaceholderText(hint);
    lockIfSetElsewhere(edit, m_draft, key);
    connect(edit, &QLineEdit::textEdited, this, [this, key](const QString &text) { store(key, text.trimmed()); });
    m_form->addRow(label, edit);
}

void RoutingPage::store(const QString &key, const QString &value)
{
    m_draft.set(key, value);
    refresh();
    Q_EMIT edited();
}

void RoutingPage::setUniverses(const Universes &universes)
{
    assertThreadOf(this);
    m_universes = universes;
    refresh();
}

void RoutingPage::refresh()
{
    assertThreadOf(this);
    switch (routingStrategyFromText(m_strategy->currentData().toString()).value_or(RoutingStrategy::Manual)) {
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
