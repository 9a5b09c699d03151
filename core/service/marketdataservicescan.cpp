// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/market/newyork.h"
#include "core/relay/redisfeed.h"
#include "core/service/pipelinehost.h"
#include "core/types/fnv1a.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// What a scan worker does besides reading a market from Redis: it works on a part of the symbols, which changes as
/// workers come and go, and its findings are published once, whoever else has found them.
namespace tickstock {

void MarketDataService::startScan()
{
    if (!isScanWorker() || !m_redis)
        return;
    const Settings &settings = m_options.settings;
    const QByteArray worker = m_pipeline->worker()->pipeline.origin().toUtf8();
    m_scan = std::make_unique<WorkerThread<ScanShards>>(QStringLiteral("scan"));
    m_scan->start([this, worker] {
        return std::make_unique<ScanShards>(*redisAddress(m_options.settings.redisUrl), worker,
                                            m_options.settings.streamShards);
    });
    ScanShards *scan = m_scan->worker();
    connect(scan, &ScanShards::shardsChanged, this, [this](const QList<int> &shards) {
        m_shards = shards;
        shareSymbols();
    });
    connect(scan, &ScanShards::refused, this, [this](const QString &why) {
        if (std::exchange(m_scanProblem, why) != why && !why.isEmpty())
            Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, why});
    });
    connect(
        scan, &ScanShards::received, scan,
        [this, channel = settings.tickChannel.toUtf8()](const std::vector<QByteArray> &ticks) {
            std::vector<BusMessage> messages;
            messages.reserve(ticks.size());
            for (const QByteArray &tick : ticks)
                messages.push_back({channel, tick, 0, 0});
            m_bus->publish(messages); // within this program: nothing is forwarded
        },
        Qt::DirectConnection);
    connect(scan, &ScanShards::missed, this, [this] {
        m_feed->post([](FeedHost &host) {
            if (auto *feed = qobject_cast<RedisFeed *>(&host.feed()))
                feed->noteMissed();
        });
    });
    connect(m_redis, &RedisBus::valueRead, this, [this](const QByteArray &key, const QByteArray &value) {
        if (key != RedisFeed::presenceKey() || value.isEmpty())
            return;
        QStringList carried;
        for (const auto &symbol : QJsonDocument::fromJson(value).object()[u"symbols"].toArray())
            carried.append(symbol.toString());
        if (std::exchange(m_carried, carried) != carried)
            shareSymbols();
    });
    // What is known to everybody goes on to the store, and not before: what is stored is not said again.
    connect(
        scan, &ScanShards::said, scan,
        [this](const QByteArray &json) {
            m_bus->publish({{QByteArrayLiteral("tickstock:patterns:streaming"), json, 0, 0}});
        },
        Qt::DirectConnection);
    m_findings =
        m_bus->subscribe(Pipeline::findingsChannel(), this, [this](const BusMessage &message) { fence(message); });
    m_scan->post([](ScanShards &shards) { shards.open(); });
}

/// The symbols of the streams that are ours, out of those that are carried.
void MarketDataService::shareSymbols()
{
    const auto shards = static_cast<std::uint64_t>(m_options.settings.streamShards);
    QStringList added, removed = m_subscribed;
    for (const QString &symbol : std::as_const(m_carried)) {
        if (!m_shards.contains(static_cast<int>(fnv1a(symbol.toStdString()) % shards)))
            continue;
        if (!removed.removeOne(symbol))
            added.append(symbol);
    }
    if (!removed.isEmpty())
        unsubscribe(removed);
    if (!added.isEmpty())
        subscribe(added);
}

/// What was found goes out once, and only while the stream is ours.
void MarketDataService::fence(const BusMessage &message)
{
    const auto event = patternEventFromJson(message.payload);
    if (!event || !m_scan)
        return;
    const auto shards = static_cast<std::uint64_t>(m_options.settings.streamShards);
    FencedEvent fenced;
    fenced.shard = static_cast<int>(fnv1a(event->symbol.toStdString()) % shards);
    fenced.id = event->id.toByteArray(QUuid::WithoutBraces);
    fenced.state = toText(event->state).toUtf8();
    fenced.day = newyork::date(event->barStart).toString(Qt::ISODate).toUtf8();
    fenced.json = message.payload;
    m_scan->post([fenced](ScanShards &scan) { scan.publish({fenced}); });
}

} // namespace tickstock
