// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/streamepochs.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRedis, "tickstock.redis", QtInfoMsg)

// Numbers kept on disk: the highest epoch used, whether we have written in one, what one has become.
QString epochName()
{
    return QStringLiteral("epoch");
}
QString writtenName(qint64 epoch)
{
    return QStringLiteral("written-%1").arg(epoch);
}
QString raisedName(qint64 epoch)
{
    return QStringLiteral("raised-%1").arg(epoch);
}

QByteArray idOf(StreamEpochs::Position position)
{
    return QByteArray::number(position.epoch) + '-' + QByteArray::number(qlonglong(position.sequence));
}

} // namespace

StreamEpochs::StreamEpochs(int shards)
    : m_tops(static_cast<std::size_t>(shards))
{
}

void StreamEpochs::begin(NumberStore *store)
{
    m_store = store;
    m_epoch = (m_store ? m_store->number(epochName()) : 0) + 1;
    if (m_store && !m_store->setNumber(epochName(), m_epoch))
        m_contested = m_epoch; // an earlier run may have used it, too
}

void StreamEpochs::resolve()
{
    if (const qint64 contested = std::exchange(m_contested, 0))
        (void)raise(contested);
}

std::optional<StreamEpochs::Entry> StreamEpochs::append(int shard, Position message)
{
    const Position own{epochFor(message.epoch, shard), message.sequence};
    Position &top = m_tops[static_cast<std::size_t>(shard)];
    const bool hasArrived = own.epoch == top.epoch && own.sequence <= top.sequence;
    if (hasArrived)
        return std::nullopt;
    Entry entry{idOf(own), idOf(top)};
    top = own;
    return entry;
}

void StreamEpochs::refused(qint64 epoch)
{
    if (std::exchange(m_refusedOnce, epoch) == epoch)
        m_contested = epoch;
}

/// The epoch under which a message of @p epoch goes to a stream.
qint64 StreamEpochs::epochFor(qint64 epoch, int shard)
{
    auto known = m_raised.find(epoch);
    if (known == m_raised.end()) {
        const qint64 stored = m_store ? m_store->number(raisedName(epoch)) : 0;
        known = m_raised.emplace(epoch, stored > 0 ? stored : epoch).first;
    }
    const qint64 chosen = known->second;
    if (isOurs(chosen)) {
        if (chosen >= m_tops[static_cast<std::size_t>(shard)].epoch)
            return chosen;
    } else { // one that is new to us must be new to all streams
        const auto isBelow = [chosen](const Position &top) { return top.epoch < chosen; };
        if (std::all_of(m_tops.begin(), m_tops.end(), isBelow)) {
            m_written.insert(chosen);
            if (m_store)
                (void)m_store->setNumber(writtenName(chosen), 1);
            return chosen;
        }
    }
    const qint64 raised = raise(epoch);
    m_written.insert(raised);
    if (m_store)
        (void)m_store->setNumber(writtenName(raised), 1);
    return raised;
}

/// Whether we have written in it.
bool StreamEpochs::isOurs(qint64 epoch)
{
    if (!m_written.contains(epoch) && m_store && m_store->number(writtenName(epoch)) > 0)
        m_written.insert(epoch);
    return m_written.contains(epoch);
}

/// Above everything that is in the streams and that we have used.
qint64 StreamEpochs::raise(qint64 epoch)
{
    qint64 top = m_store ? m_store->number(epochName()) : m_epoch;
    for (const Position &last : m_tops)
        top = std::max(top, last.epoch);
    const qint64 raised = top + 1;
    m_raised[epoch] = raised;
    if (m_store) {
        (void)m_store->setNumber(epochName(), raised);
        (void)m_store->setNumber(raisedName(epoch), raised);
    }
    qCInfo(lcRedis) << "the streams have been written to by another: ids go on with" << raised;
    return raised;
}

} // namespace tickstock
