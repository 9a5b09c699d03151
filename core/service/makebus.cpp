// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/makebus.h"

#include "core/bus/channels.h"
#include "core/bus/redis/redisbus.h"

namespace tickstock {

ServiceBus makeBus(const ServiceOptions &options)
{
    const Settings &settings = options.settings;
    if (settings.redisUrl.isEmpty())
        return {std::make_unique<InProcessBus>(), nullptr};
    RedisBus::Options redis;
    redis.address = options.redisAddress();
    redis.shards = settings.streamShards;
    redis.forwards = !options.isReader();
    redis.spoolFile = options.besideStore(QStringLiteral("spool-redis.sqlite"));
    for (const QString &channel : options.isScanWorker() ? QStringList() : settings.patternChannels)
        redis.listenTo.append(channel.toUtf8());
    if (options.isReader())
        redis.listenTo.append(MinuteChannel);
    if (options.isReader() && !options.isScanWorker()) // which reads the streams
        redis.listenTo.append(settings.tickChannel.toUtf8());
    auto bus = std::make_unique<RedisBus>(std::move(redis));
    RedisBus *const made = bus.get();
    return {std::move(bus), made};
}

} // namespace tickstock
