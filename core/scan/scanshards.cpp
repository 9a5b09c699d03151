// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/scanshards.h"

#include "core/market/newyork.h"
#include "core/types/fnv1a.h"
#include "core/types/text.h"
#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

namespace {

QByteArray dayOf(Timestamp bar)
{
    return newyork::date(bar).toString(Qt::ISODate).toUtf8();
}

} // namespace

ScanShards::ScanShards(const RedisAddress &address, const QByteArray &worker, int shards)
    : m_count(shards)
    , m_leases(address, worker, shards)
    , m_reader(address, worker)
    , m_fence(address, [this](int shard) { return m_leases.lease(shard); })
{
    connect(&m_leases, &ShardLeases::changed, &m_reader, &ShardReader::setShards);
    connect(&m_leases, &ShardLeases::changed, this, &ScanShards::shardsChanged);
    connect(&m_leases, &ShardLeases::refused, this, &ScanShards::refused);
    connect(&m_fence, &EventFence::published, this, &ScanShards::published);
    connect(&m_reader, &ShardReader::received, this, &ScanShards::received);
    connect(&m_reader, &ShardReader::missed, this, &ScanShards::missed);
    m_patience.setSingleShot(true);
}

int ScanShards::shardOf(const QString &symbol, int shards)
{
    return static_cast<int>(fnv1a(symbol.toStdString()) % static_cast<std::uint64_t>(shards));
}

void ScanShards::open()
{
    assertThreadOf(this);
    m_leases.open();
    m_reader.open();
    m_fence.open();
}

void ScanShards::publish(const PatternEvent &event)
{
    assertThreadOf(this);
    m_fence.publish({{shardOf(event.symbol, m_count), event.id.toByteArray(QUuid::WithoutBraces),
                      toText(event.state).toUtf8(), dayOf(event.barStart), toJson(event), event}});
}

void ScanShards::publishIndicators(const std::vector<IndicatorValues> &indicators)
{
    assertThreadOf(this);
    std::vector<FencedIndicators> fenced;
    fenced.reserve(indicators.size());
    for (const IndicatorValues &values : indicators) {
        const QByteArray series = values.symbol.toUtf8() + ':' + text(toText(values.timeframe)).toUtf8();
        fenced.push_back(
            {shardOf(values.symbol, m_count), series, values.barStart, dayOf(values.barStart), toJson(values)});
    }
    m_fence.publishIndicators(fenced);
}

void ScanShards::finish(Milliseconds patience, std::function<void()> done)
{
    assertThreadOf(this);
    m_done = std::move(done);
    m_patience.setInterval(patience);
    if (m_fence.isIdle()) {
        giveBack();
        return;
    }
    connect(&m_fence, &EventFence::flushed, this, &ScanShards::giveBack);
    connect(&m_patience, &QTimer::timeout, this, &ScanShards::giveBack);
    m_patience.start();
}

void ScanShards::giveBack()
{
    disconnect(&m_fence, &EventFence::flushed, this, &ScanShards::giveBack); // what is published meanwhile still counts
    m_patience.stop();
    m_patience.disconnect(this);
    if (!m_leases.isReady()) { // they run out by themselves
        finished();
        return;
    }
    connect(&m_leases, &ShardLeases::left, this, &ScanShards::finished);
    connect(&m_patience, &QTimer::timeout, this, &ScanShards::finished);
    m_patience.start();
    m_leases.close();
}

void ScanShards::finished()
{
    disconnect(&m_leases, &ShardLeases::left, this, &ScanShards::finished); // they also leave when they are destroyed
    m_patience.stop();
    if (const auto done = std::exchange(m_done, nullptr))
        done();
}

} // namespace tickstock
