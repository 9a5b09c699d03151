// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "core/service/expectedshares.h"

/// Parts of a core that do nothing by themselves: tests send their signals, post to the mailbox, and read what was
/// asked.
namespace tickstock::test {

class FakeMarket final : public MarketView
{
    Q_OBJECT

public:
    SymbolTable &symbols() override { return m_symbols; }
    MarketMailbox &mailbox() override { return m_mailbox; }
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

    QStringList subscribed;
    QStringList loaded;
    QStringList visible;

private:
    SymbolTable m_symbols;
    MarketMailbox m_mailbox;
};

class FakeConnections final : public ConnectionControl
{
    Q_OBJECT

public:
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

    std::vector<std::pair<ConnectionId, ConnectionAction>> actions;
    std::vector<bool> planRequests;
    std::vector<ConnectionTestRequest> tests;
    int cancelled = 0;
};

class FakeLists final : public SymbolLists
{
    Q_OBJECT

public:
    void readUniverses() override { Q_EMIT universesRead(universes); }
    void saveUniverse(const QString &key, const QStringList &symbols) override
    {
        if (symbols.isEmpty())
            universes.erase(key);
        else
            universes[key] = symbols;
        Q_EMIT universesRead(universes);
    }

    std::map<QString, QStringList> universes;
};

class FakePatterns final : public PatternControl
{
    Q_OBJECT

public:
    PatternSettings patternSettings() const override { return settings; }
    bool hasReadSettings() const override { return isRead; }
    void setPatternSettings(const PatternSettings &given) override { settings = given; }
    void readRecords(const QString &symbol, const PatternSettings &) override { recordRequests.append(symbol); }

    PatternSettings settings;
    bool isRead = true;
    QStringList recordRequests;
};

class FakeHealth final : public HealthView
{
    Q_OBJECT

public:
    HealthBoard::Snapshot health() const override { return snapshot; }

    HealthBoard::Snapshot snapshot;
};

struct FakeCore
{
    FakeMarket market;
    FakeConnections connections;
    FakeLists lists;
    FakePatterns patterns;
    FakeHealth health;

    CoreInterfaces interfaces() { return {market, connections, lists, patterns, health}; }
};

} // namespace tickstock::test
