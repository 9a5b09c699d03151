// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketview.h"

namespace tickstock {

class HistoryController;
class SubscriptionList;

/// The window's view of this service's market: passes on what is wanted, and what has come. Lives in the thread of its
/// service.
class LiveMarketView final : public MarketView
{
    Q_OBJECT

public:
    /// All of them must outlive the view.
    LiveMarketView(SymbolTable &symbols, MarketMailbox &mailbox, SubscriptionList &subscriptions,
                   HistoryController &history);

    SymbolTable &symbols() override { return m_symbols; }
    MarketMailbox &mailbox() override { return m_mailbox; }
    QStringList subscribedSymbols() const override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    void loadHistory(const QString &symbol) override;
    void setVisible(const QStringList &symbols) override;

private:
    SymbolTable &m_symbols;
    MarketMailbox &m_mailbox;
    SubscriptionList &m_subscriptions;
    HistoryController &m_history;
};

} // namespace tickstock
