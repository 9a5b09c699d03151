// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storageworker.h"

#include "core/storage/writebatchcodec.h"
#include "core/types/monotonicclock.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

constexpr int RetryMs = 1'000;
constexpr int LongestRetryMs = 10'000;
constexpr int GatheringMs = 500;
/// Rows an item that is under way, and an entry of the spool.
constexpr std::size_t ItemRows = 1'000;

} // namespace

QByteArray PendingRows::encode(std::span<const PendingRows> items)
{
    return encodeBatch(items.front().rows);
}

std::vector<PendingRows> PendingRows::decode(const QByteArray &bytes)
{
    auto batch = decodeBatch(bytes);
    if (batch)
        return {{std::move(*batch)}};
    qCWarning(lcStorage).noquote() << batch.error().detail;
    return {};
}

StorageWorker::StorageWorker(Parts parts)
    : m_storage(std::move(parts.storage))
    , m_queue(parts.queue)
    , m_meter(parts.meter)
    , m_pending(std::move(parts.spool), std::numeric_limits<quint64>::max(), parts.meter, &lcStorage)
    , m_ticksRetentionDays(parts.ticksRetentionDays)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &StorageWorker::tryAgain);
    m_gathering.setSingleShot(true);
    connect(&m_gathering, &QTimer::timeout, this, &StorageWorker::writeDue);
    m_queue.gatherTicks(m_storage->gathersTicks());
    m_daily.setInterval(OneDay);
    connect(&m_daily, &QTimer::timeout, this, &StorageWorker::forgetOldTicks);
    m_meter.setState(SinkState::Connecting);
}

/// What could not be written in time is on disk afterwards.
StorageWorker::~StorageWorker()
{
    drain();
    if (m_isRefused)
        return;
    if (hasSpool()) {
        takeOver();
        keepPending();
    }
    if (m_queue.size() > 0)
        qCCritical(lcStorage) << m_queue.size() << "row(s) are lost: there was room neither in memory nor on disk";
}

Outcome StorageWorker::open()
{
    assertThreadOf(this);
    m_pending.open();
    const auto done = m_storage->open();
    if (done) {
        m_isOpen = true;
        m_meter.setState(SinkState::Up);
        forgetOldTicks();
        m_daily.start();
        drain();
        return done;
    }
    m_isRefused = done.error().code == ErrorCode::Refused;
    fail(done.error());
    return done;
}

void StorageWorker::writeDue()
{
    assertThreadOf(this);
    if (!discards())
        takeTurn();
}

void StorageWorker::drain()
{
    assertThreadOf(this);
    if (discards())
        return;
    takeOver();
    takeTurn();
}

/// The monitor goes on without a store, but must not fill the memory.
bool StorageWorker::discards()
{
    if (!m_isRefused && (m_isOpen || hasSpool()))
        return false;
    m_meter.dropped(m_queue.takeAll().size());
    return true;
}

void StorageWorker::read(const std::function<void(Storage &)> &work)
{
    writeDue();
    work(*m_storage);
    if (m_isOpen && !m_isWaiting && m_storage->isLost())
        fail({ErrorCode::Unreachable, QStringLiteral("the connection to the store is lost")});
}

/// What is due, but no more ticks than fit into a transaction; or one transaction's worth out of the spool. Then others
/// have their turn: reads, above all.
void StorageWorker::takeTurn()
{
    const bool isTooMuch = m_queue.size() + m_pending.counts().queued > MemoryRows;
    if (hasSpool() && (m_isWaiting || isTooMuch || m_pending.isSpooling())) {
        takeOver();
        keepPending();
        if (!m_isWaiting && m_pending.isEmpty())
            takeOver(); // there was no room on disk: the store itself takes it, or nothing would ever leave
    } else {
        takeOver(std::min(m_queue.due().ticks, gathers() ? WriteQueue::TicksGathered : TransactionRows));
    }
    bool goesOn = false;
    if (!m_isWaiting || !hasSpool()) {
        if (m_pending.isSpooling())
            m_meter.setState(SinkState::Replaying, m_error.detail);
        goesOn = writePending();
    }
    if (goesOn && m_meter.state() != SinkState::Up)
        recovered();
    m_pending.report();
    goOn(goesOn);
}

void StorageWorker::goOn(bool isTaking)
{
    const bool hasMore = !m_queue.due().isEmpty() || !m_pending.isEmpty();
    if (!hasMore && m_queue.size() > 0 && !m_gathering.isActive())
        m_gathering.start(GatheringMs);
    if (!isTaking || !hasMore || std::exchange(m_isTurnPosted, true))
        return;
    const auto turn = [this] {
        m_isTurnPosted = false;
        takeTurn();
    };
    QMetaObject::invokeMethod(this, turn, Qt::QueuedConnection);
}

/// From the producers' queue: everything but ticks, and of those the oldest.
void StorageWorker::takeOver(std::size_t ticks)
{
    const WriteQueue::Due due = m_queue.due();
    const std::size_t rows = ticks == AllTicks ? m_queue.size() : due.rows + ticks;
    if (rows == 0)
        return;
    m_pending.announce(rows);
    WriteBatch taken = m_queue.take(ticks);
    WriteBatch gathered; // stays together, and goes last
    if (gathers())
        gathered.ticks = std::exchange(taken.ticks, {});
    std::vector<PendingRows> items;
    for (WriteBatch &part : splitBatch(std::move(taken), ItemRows))
        items.push_back({std::move(part), due.sinceUs});
    if (!gathered.isEmpty())
        items.push_back({std::move(gathered), due.sinceUs});
    m_pending.add(std::move(items));
}

/// For later: on disk, or where there is no spool, or no room in it, in the producers' queue, where what is newer
/// replaces what is older.
void StorageWorker::keepPending()
{
    if (m_pending.flush())
        return;
    if (!m_pending.problem().isEmpty())
        m_meter.setState(m_meter.state(), m_error.detail + QStringLiteral("; ") + m_pending.problem());
    WriteBatch rows;
    for (const PendingRows &item : m_pending.withdraw())
        appendBatch(rows, item.rows);
    m_queue.putBack(std::move(rows));
}

/// All of what waits in memory, or one transaction out of the spool. True while the store takes it.
bool StorageWorker::writePending()
{
    do {
        if (!writeTransaction())
            return false;
        const bool isTooSlow = hasSpool() && m_queue.size() > MemoryRows;
        if (isTooSlow)
            break;
    } while (!m_pending.isSpooling() && !m_pending.isEmpty());
    return true;
}

bool StorageWorker::writeTransaction()
{
    WriteBatch rows;
    while (rows.size() < TransactionRows) {
        const PendingRows *item = m_pending.next();
        if (!item)
            break;
        appendBatch(rows, item->rows);
    }
    if (rows.isEmpty()) { // nothing is due, or the spool cannot be read
        if (m_pending.isSpooling())
            fail({ErrorCode::Io, m_pending.problem()});
        return !m_pending.isSpooling();
    }
    quint64 lost = 0;
    if (const auto written = write(rows, lost); !written) {
        fail(written.error());
        m_pending.takeBack();
        keepPending();
        return false;
    }
    const std::int64_t now = monotonicUs();
    while (!m_pending.underWay().empty()) {
        const PendingRows &item = m_pending.underWay().front();
        const quint64 lostOfIt = std::min<quint64>(lost, item.rows.size());
        lost -= lostOfIt;
        m_pending.acknowledge(item.dueUs > 0 ? now - item.dueUs : -1, lostOfIt);
    }
    return true;
}

/// @param lost how many rows the database cannot hold
Outcome StorageWorker::write(const WriteBatch &batch, quint64 &lost)
{
    auto written = m_storage->write(batch);
    if (!written && written.error().code == ErrorCode::BadInput)
        written = writeAround(batch, lost);
    return written;
}

/// The database cannot take one of the rows: all the others are written, and that one is counted.
Outcome StorageWorker::writeAround(const WriteBatch &batch, quint64 &lost)
{
    if (batch.size() == 1) {
        ++lost;
        qCWarning(lcStorage) << "one row was dropped because the database cannot hold it";
        return success();
    }
    for (const WriteBatch &part : splitBatch(batch, (batch.size() + 1) / 2)) {
        if (const auto written = write(part, lost); !written)
            return written;
    }
    return success();
}

void StorageWorker::fail(const Error &error)
{
    if (m_error.detail != error.detail)
        qCWarning(lcStorage).noquote() << "not stored now:" << error.detail;
    m_error = error;
    const bool needsUser = error.code == ErrorCode::Refused || error.code == ErrorCode::Denied;
    m_meter.setState(needsUser ? SinkState::Refused : SinkState::Failing, error.detail);
    m_isWaiting = !m_isRefused;
    if (!m_isRefused)
        m_retry.start(std::min(RetryMs << std::min(m_failures++, 4), LongestRetryMs));
}

void StorageWorker::tryAgain()
{
    const bool isGone = !m_isOpen || m_storage->isLost();
    if (isGone && !reopen())
        return;
    m_isWaiting = false;
    takeTurn();
}

bool StorageWorker::reopen()
{
    if (hasSpool()) { // connecting may take a while
        takeOver();
        keepPending();
    }
    if (const auto done = m_storage->open(); !done) {
        m_isRefused = done.error().code == ErrorCode::Refused;
        fail(done.error());
        return false;
    }
    if (!std::exchange(m_isOpen, true)) {
        forgetOldTicks();
        m_daily.start();
        Q_EMIT opened();
    }
    return true;
}

/// Something has been written, or nothing is due.
void StorageWorker::recovered()
{
    if (!m_error.detail.isEmpty())
        qCInfo(lcStorage) << "storing again";
    m_error = {};
    m_failures = 0;
    m_meter.setState(m_pending.isSpooling() ? SinkState::Replaying : SinkState::Up);
}

void StorageWorker::forgetOldTicks()
{
    if (m_ticksRetentionDays == 0)
        return;
    if (const auto done = m_storage->forgetOldTicks(m_ticksRetentionDays); !done)
        qCWarning(lcStorage).noquote() << "old ticks are still there:" << done.error().detail;
}

} // namespace tickstock
