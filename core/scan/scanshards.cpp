// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/scanshards.h"

#include <QEventLoop>

namespace tickstock {

ScanShards::ScanShards(const RedisAddress &address, const QByteArray &worker, int shards)
    : m_leases(address, worker, shards)
    , m_reader(address, worker)
    , m_fence(address, [this](int shard) { return m_leases.lease(shard); })
{
    connect(&m_leases, &ShardLeases::changed, &m_reader, &ShardReader::setShards);
    connect(&m_leases, &ShardLeases::changed, this, &ScanShards::shardsChanged);
    connect(&m_fence, &EventFence::said, this, &ScanShards::said);
    connect(&m_leases, &ShardLeases::refused, this, &ScanShards::refused);
    connect(&m_reader, &ShardReader::received, this, &ScanShards::received);
    connect(&m_reader, &ShardReader::missed, this, &ScanShards::missed);
}

void ScanShards::open()
{
    m_leases.open();
    m_reader.open();
    m_fence.open();
}

void ScanShards::finish(Milliseconds patience)
{
    if (!m_fence.isIdle()) {
        QEventLoop loop;
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        connect(&m_fence, &EventFence::settled, &loop, &QEventLoop::quit);
        loop.exec();
    }
    if (!m_leases.isReady())
        return; // they run out by themselves
    QEventLoop farewell;
    QTimer::singleShot(patience, &farewell, &QEventLoop::quit);
    connect(&m_leases, &ShardLeases::left, &farewell, &QEventLoop::quit, Qt::QueuedConnection);
    m_leases.close();
    farewell.exec();
}

} // namespace tickstock
