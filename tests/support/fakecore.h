// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "core/service/expectedshares.h"

#include <algorithm>

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

/// Keeps the lists as a store does that nobody else writes into.
class FakeWatchlists final : public Watchlists
{
    Q_OBJECT

public:
    void readLists() override { Q_EMIT listsRead(lists); }
    void saveList(const Watchlist &given) override
    {
        const auto found = at(given.id);
        Watchlist &kept = found == lists.end() ? lists.emplace_back() : *found;
        const qint64 version = kept.version + 1;
        const QByteArray columns = version == 1 ? given.columns : kept.columns;
        kept = given;
        kept.version = version;
        kept.columns = columns;
        Q_EMIT saved(given.id, version);
    }
    void saveColumns(const QString &id, const QByteArray &columns) override
    {
        if (const auto found = at(id); found != lists.end())
            found->columns = columns;
    }
    void removeList(const QString &id) override
    {
        std::erase_if(lists, [&](const Watchlist &list) { return list.id == id; });
        Q_EMIT listsRead(lists);
    }

    std::vector<Watchlist> lists;

private:
    std::vector<Watchlist>::iterator at(const QString &id)
    {
        return std::find_if(lists.begin(), lists.end(), [&](const Watchlist &list) { return list.id == id; });
    }
};

class FakeDirectory final : public SymbolDirectory
{
    Q_OBJECT

public:
    std::shared_ptr<const SymbolListing> listing() const override { return listed; }
    void list(SymbolListing given)
    {
        listed = std::make_shared<SymbolListing>(std::move(given));
        Q_EMIT listingChanged();
    }

    std::shared_ptr<const SymbolListing> listed = std::make_shared<SymbolListing>();
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
    FakeWatchlists watchlists;
    FakeDirectory directory;
    FakePatterns patterns;
    FakeHealth health;

    CoreInterfaces interfaces() { return {market, connections, lists, watchlists, directory, patterns, health}; }
};

} // namespace tickstock::test
