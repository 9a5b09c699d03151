// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/livemarketview.h"

#include "core/service/historycontroller.h"
#include "core/service/subscriptionlist.h"

namespace tickstock {

LiveMarketView::LiveMarketView(SymbolTable &symbols, MarketMailbox &mailbox, SubscriptionList &subscriptions,
                               HistoryController &history)
    : m_symbols(symbols)
    , m_mailbox(mailbox)
    , m_subscriptions(subscriptions)
    , m_history(history)
{
    connect(&subscriptions, &SubscriptionList::changed, this, &MarketView::subscriptionsChanged);
    connect(&history, &HistoryController::historyLoaded, this, &MarketView::historyLoaded);
}

QStringList LiveMarketView::subscribedSymbols() const
{
    return m_subscriptions.symbols();
}

void LiveMarketView::subscribe(const QStringList &symbols)
{
    m_subscriptions.add(symbols);
}

void LiveMarketView::unsubscribe(const QStringList &symbols)
{
    m_subscriptions.remove(symbols);
}

void LiveMarketView::loadHistory(const QString &symbol)
{
    m_history.load(symbol);
}

void LiveMarketView::setVisible(const QStringList &symbols)
{
    m_subscriptions.setVisible(symbols);
}

} // namespace tickstock
