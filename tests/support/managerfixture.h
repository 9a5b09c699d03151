// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/multiconnectionmanager.h"
#include "tests/support/builders.h"
#include "tests/support/fakefeed.h"
#include "tests/support/test.h"

namespace tickstock::test {

/// The manager over connections that the test holds in its hands, on a clock that only the test moves.
class ManagerFixture : public Test
{
protected:
    std::unique_ptr<SymbolTable> m_symbols;
    std::unique_ptr<MultiConnectionManager> m_manager;
    std::vector<FakeFeed *> m_feeds; // owned by the manager
    std::vector<Tick> m_ticks;
    std::vector<Loss> m_lost;
    QStringList m_confirmed, m_unsure;
    Timestamp m_wall;
    const Timestamp m_open = at("2025-03-10 09:30");

    QString name(SymbolId id) const { return m_symbols->qname(id); }
    SymbolId id(const char *symbol) { return *m_symbols->intern(std::string_view(symbol)); }
    static QStringList list(const char *names) { return QString::fromLatin1(names).split(u','); }

    void make(MultiConnectionOptions options, int connections)
    {
        m_symbols = std::make_unique<SymbolTable>();
        m_feeds.clear();
        m_ticks.clear();
        m_lost.clear();
        m_confirmed.clear();
        m_unsure.clear();
        m_wall = {1'000'000'000'000};
        options.wallClock = [this] { return m_wall; };
        m_manager = std::make_unique<MultiConnectionManager>(std::move(options), *m_symbols);
        connect(m_manager.get(), &MarketFeed::ticks, this, [this](const TickBatchPtr &batch) {
            m_ticks.insert(m_ticks.end(), batch->ticks.begin(), batch->ticks.end());
        });
        connect(m_manager.get(), &MarketFeed::lost, this, [this](const Loss &loss) { m_lost.push_back(loss); });
        connect(m_manager.get(), &MarketFeed::confirmed, this, [this](const std::vector<SymbolId> &symbols) {
            for (const SymbolId symbol : symbols)
                m_confirmed.append(name(symbol));
        });
        connect(m_manager.get(), &MarketFeed::unsure, this, [this](const std::vector<SymbolId> &symbols) {
            for (const SymbolId symbol : symbols)
                m_unsure.append(name(symbol));
        });
        for (int i = 1; i <= connections; ++i) {
            auto feed = std::make_unique<FakeFeed>(ConnectionId{static_cast<std::uint8_t>(i)}, *m_symbols);
            m_feeds.push_back(feed.get());
            m_manager->addConnection(std::move(feed), i);
        }
    }
    void make(RoutingStrategy strategy, int connections)
    {
        MultiConnectionOptions options;
        options.router.strategy = strategy;
        make(std::move(options), connections);
    }
    /// Everything subscribed in turn and live.
    void makeLive(int connections, const char *names)
    {
        make(RoutingStrategy::RoundRobin, connections);
        m_manager->subscribe(list(names));
        m_manager->open();
        for (FakeFeed *feed : m_feeds)
            feed->comeUp();
        m_confirmed.clear();
    }
    /// Two connections, opened but not up yet; the critical ones belong on both.
    void makeCritical(const char *critical, const char *names)
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.criticalSymbols = list(critical);
        make(std::move(options), 2);
        m_manager->subscribe(list(names));
        m_manager->open();
    }
    FakeFeed &feed(int number) { return *m_feeds[static_cast<std::size_t>(number) - 1]; }
    void pass(Milliseconds span)
    {
        for (Milliseconds done{0}; done < span; done += OneSecond) {
            m_wall = m_wall + OneSecond;
            m_manager->housekeep();
        }
    }
    void send(int number, const char *symbol, int secondOfSession, double price = 100)
    {
        feed(number).send({second(id(symbol), m_open + OneSecond * secondOfSession, price, price, price, price, 10)});
    }
    ConnectionHealth health(int number) const { return m_manager->health()[static_cast<std::size_t>(number) - 1]; }
};

} // namespace tickstock::test
