// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/makefeed.h"

#include "core/bus/redis/redisbus.h"
#include "core/feed/massiveconnection.h"

namespace tickstock {

std::unique_ptr<MultiConnectionManager> makeConnections(const ServiceOptions &options, const ConnectionSet &set,
                                                        SymbolTable &symbols,
                                                        const std::shared_ptr<const ServerClock> &serverClock)
{
    const Settings &settings = options.settings;
    MultiConnectionOptions manager;
    manager.router = {set.strategy, settings.maxTickersPerConnection, settings.failover};
    manager.criticalSymbols = set.criticalSymbols;
    manager.tiers = set.tiers;
    manager.autoRebalance = settings.autoRebalance;
    manager.retriesLimit = options.isUnattended;
    manager.rebalanceInterval = OneSecond * settings.healthCheckSeconds;
    auto made = std::make_unique<MultiConnectionManager>(std::move(manager), symbols);
    for (const ConnectionShare &share : set.connections) {
        MassiveConnectionOptions connection;
        connection.id = share.id;
        connection.name = share.name;
        connection.url = settings.webSocketUrl;
        connection.key = settings.apiKey;
        connection.caFile = settings.caFile;
        connection.channels = settings.channels;
        connection.clock = settings.marketClock;
        connection.serverClock = serverClock;
        connection.stall = OneSecond * settings.stallSeconds;
        connection.retriesEviction = options.isUnattended;
        made->addConnection(std::make_unique<MassiveConnection>(std::move(connection), symbols), share.priority);
    }
    return made;
}

namespace {

/// The feed follows the state of the bus, in its own thread.
template<class Feed>
std::unique_ptr<Feed> onBus(std::unique_ptr<Feed> feed, RedisBus &redis)
{
    Feed *const receiver = feed.get();
    QObject::connect(&redis, &RedisBus::listening, receiver, [receiver] { receiver->setListening(true, {}); });
    QObject::connect(&redis, &RedisBus::listeningLost, receiver,
                     [receiver](const Error &why) { receiver->setListening(false, why.detail); });
    QObject::connect(&redis, &RedisBus::valueRead, receiver,
                     [receiver](const QByteArray &key, const QByteArray &value) {
                         if (key == RelayedFeed::presenceKey())
                             receiver->setPresence(value);
                     });
    receiver->setListening(redis.isListening(), {});
    redis.watchValue(RelayedFeed::presenceKey());
    return feed;
}

RelayedFeed::Options relayOptions(const Settings &settings)
{
    RelayedFeed::Options options;
    options.endpoint = redisAddress(settings.redisUrl)->shown();
    options.stall = OneSecond * settings.stallSeconds;
    options.clock = settings.marketClock;
    return options;
}

} // namespace

std::unique_ptr<RedisFeed> makeRedisFeed(const Settings &settings, RedisBus &redis, SymbolTable &symbols)
{
    return onBus(std::make_unique<RedisFeed>(settings.tickChannel.toUtf8(), relayOptions(settings), redis, symbols),
                 redis);
}

std::unique_ptr<ShardFeed> makeShardFeed(const Settings &settings, RedisBus &redis, SymbolTable &symbols)
{
    return onBus(std::make_unique<ShardFeed>(relayOptions(settings), redis, symbols), redis);
}

} // namespace tickstock
