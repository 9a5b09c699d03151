// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketdatasource.h"
#include "core/service/expectedshares.h"

namespace tickstock::test {

/// A source that does nothing by itself: tests post to its mailbox and read what was asked of it.
class FakeSource final : public MarketDataSource
{
    Q_OBJECT

public:
    SymbolTable &symbols() override { return m_symbols; }
    MarketMailbox &mailbox() override { return m_mailbox; }
    HealthBoard::Snapshot health() const override { return snapshot; }
    QStringList subscribedSymbols() const override { return subscribed; }
    void subscribe(const QStringList &symbols) override
    {
        subscribed += symbols;
        Q_EMIT subscriptionsChanged();
    }
    void unsubscribe(const QStringList &symbols) override
    {
        for (const QString &symbol : symbols)
            subscribed.removeAll(symbol);
        Q_EMIT subscriptionsChanged();
    }
    void loadHistory(const QString &symbol) override { loaded.append(symbol); }
    void setVisible(const QStringList &symbols) override { visible = symbols; }
    void control(ConnectionId connection, ConnectionAction action) override
    {
        actions.emplace_back(connection, action);
    }
    void requestPlan(bool apply) override { planRequests.push_back(apply); }
    std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings) const override
    {
        return tickstock::expectedShares(set, settings);
    }
    void testConnection(ConnectionId, const ConnectionTestRequest &request) override { tests.push_back(request); }
    void cancelTest() override { ++cancelled; }
    void readUniverses() override { Q_EMIT universesRead(universes); }
    void saveUniverse(const QString &key, const QStringList &symbols) override
    {
        if (symbols.isEmpty())
            universes.erase(key);
        else
            universes[key] = symbols;
        Q_EMIT universesRead(universes);
    }
    PatternSettings patternSettings() const override { return patterns; }
    void setPatternSettings(const PatternSettings &settings) override { patterns = settings; }
    void readRecords(const QString &symbol, const PatternSettings &) override { recordRequests.append(symbol); }

    HealthBoard::Snapshot snapshot;
    PatternSettings patterns;
    QStringList recordRequests;
    QStringList subscribed;
    QStringList loaded;
    QStringList visible;
    std::vector<std::pair<ConnectionId, ConnectionAction>> actions;
    std::vector<bool> planRequests;
    std::vector<ConnectionTestRequest> tests;
    std::map<QString, QStringList> universes;
    int cancelled = 0;

private:
    SymbolTable m_symbols;
    MarketMailbox m_mailbox;
};

} // namespace tickstock::test
