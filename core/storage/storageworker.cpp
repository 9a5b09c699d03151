// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storageworker.h"

#include "core/storage/writebatchcodec.h"
#include "core/types/monotonicclock.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

constexpr int RetryMs = 1'000;
constexpr int LongestRetryMs = 10'000;
/// Rows an entry of the spool.
constexpr std::size_t SpooledRows = 1'000;
constexpr int ReplayedAtOnce = 10;

} // namespace

StorageWorker::StorageWorker(Parts parts)
    : m_storage(std::move(parts.storage))
    , m_spool(std::move(parts.spool))
    , m_queue(parts.queue)
    , m_meter(parts.meter)
    , m_ticksRetentionDays(parts.ticksRetentionDays)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &StorageWorker::tryAgain);
    m_daily.setInterval(OneDay);
    connect(&m_daily, &QTimer::timeout, this, &StorageWorker::forgetOldTicks);
    m_meter.setState(SinkState::Connecting);
}

/// What could not be written in time is on disk afterwards.
StorageWorker::~StorageWorker()
{
    drain();
    if (m_spool && !m_isRefused)
        keep(m_queue.takeAll());
    if (m_queue.size() > 0 && !m_isRefused)
        qCCritical(lcStorage) << m_queue.size() << "row(s) are lost: there was room neither in memory nor on disk";
}

Outcome StorageWorker::open()
{
    if (m_spool) {
        if (const auto opened = m_spool->open(); !opened) {
            qCWarning(lcStorage).noquote() << "no spool:" << opened.error().detail;
            m_spool.reset();
        }
    }
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

void StorageWorker::drain()
{
    if (m_isRefused || (!m_isOpen && !m_spool)) { // the monitor goes on without a store, but must not fill the memory
        m_meter.dropped(m_queue.takeAll().size());
        return;
    }
    takeTurn();
}

void StorageWorker::read(const std::function<void(Storage &)> &work)
{
    drain();
    work(*m_storage);
    if (m_isOpen && !m_isWaiting && m_storage->isLost())
        fail({ErrorCode::Unreachable, QStringLiteral("the connection to the store is lost")});
}

/// One transaction's worth of each, then others have their turn: reads, above all.
void StorageWorker::takeTurn()
{
    bool goesOn = false;
    if (m_isWaiting && m_spool) {
        keep(m_queue.takeAll());
    } else if (m_spool && !m_spool->isEmpty()) {
        m_meter.setState(SinkState::Replaying, m_error.detail);
        keep(m_queue.takeAll()); // behind what waits already
        goesOn = replay();
    } else {
        goesOn = writeQueued();
    }
    if (goesOn && m_meter.state() != SinkState::Up)
        recovered();
    m_meter.setSpooled(m_spool ? m_spool->weight() : 0);
    const bool hasMore = m_queue.size() > 0 || (m_spool && !m_spool->isEmpty());
    if (goesOn && hasMore && !std::exchange(m_isTurnPosted, true)) {
        const auto turn = [this] {
            m_isTurnPosted = false;
            takeTurn();
        };
        QMetaObject::invokeMethod(this, turn, Qt::QueuedConnection);
    }
}

/// True while the store takes it.
bool StorageWorker::writeQueued()
{
    const std::int64_t dueUs = m_queue.oldestUs();
    std::vector<WriteBatch> parts = splitBatch(m_queue.takeAll(), TransactionRows);
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        const std::size_t rows = part->size();
        const bool isTooSlow = m_spool && m_queue.size() > MemoryRows;
        if (!isTooSlow && write(*part)) {
            m_meter.delivered(rows, monotonicUs() - dueUs);
            continue;
        }
        for (; part != parts.end(); ++part)
            keep(std::move(*part));
        return isTooSlow;
    }
    return true;
}

bool StorageWorker::write(const WriteBatch &batch)
{
    auto written = m_storage->write(batch);
    if (!written && written.error().code == ErrorCode::BadInput)
        written = writeAround(batch);
    if (!written)
        fail(written.error());
    return bool(written);
}

/// The database cannot take one of the rows: all the others are written, and that one is counted.
Outcome StorageWorker::writeAround(const WriteBatch &batch)
{
    if (batch.size() == 1) {
        m_meter.dropped(1);
        qCWarning(lcStorage) << "one row was dropped because the database cannot hold it";
        return success();
    }
    for (const WriteBatch &part : splitBatch(batch, (batch.size() + 1) / 2)) {
        auto written = m_storage->write(part);
        if (!written && written.error().code == ErrorCode::BadInput)
            written = writeAround(part);
        if (!written)
            return written;
    }
    return success();
}

/// For later: on disk, or where there is no spool, or no room in it, in memory.
void StorageWorker::keep(WriteBatch batch)
{
    if (batch.isEmpty())
        return;
    if (!m_spool) {
        m_queue.putBack(std::move(batch));
        return;
    }
    std::vector<SpoolEntry> entries;
    for (const WriteBatch &part : splitBatch(batch, SpooledRows))
        entries.push_back({0, encodeBatch(part), part.size()});
    if (const auto kept = m_spool->append(entries); !kept) {
        if (std::exchange(m_spoolError, kept.error().detail) != kept.error().detail)
            qCWarning(lcStorage).noquote() << "cannot be kept on disk:" << kept.error().detail;
        m_meter.setState(m_meter.state(), m_error.detail + QStringLiteral("; ") + kept.error().detail);
        m_queue.putBack(std::move(batch));
    }
    m_meter.dropped(m_spool->takeDropped());
}

/// True while the store takes it. An entry stays where it is until all of it is written.
bool StorageWorker::replay()
{
    const auto entries = m_spool->oldest(ReplayedAtOnce);
    if (!entries) {
        fail(entries.error());
        return false;
    }
    for (const SpoolEntry &entry : *entries) {
        const auto batch = decodeBatch(entry.payload);
        if (!batch) {
            qCWarning(lcStorage).noquote() << batch.error().detail;
            m_meter.dropped(entry.weight);
        } else if (write(*batch)) {
            m_meter.delivered(entry.weight, -1);
        } else {
            return false;
        }
        if (const auto removed = m_spool->removeUpTo(entry.id); !removed) {
            fail(removed.error());
            return false;
        }
    }
    return true;
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
    if (m_spool)
        keep(m_queue.takeAll()); // connecting may take a while
    m_meter.setSpooled(m_spool ? m_spool->weight() : 0);
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
    m_meter.setState(m_spool && !m_spool->isEmpty() ? SinkState::Replaying : SinkState::Up);
}

void StorageWorker::forgetOldTicks()
{
    if (m_ticksRetentionDays == 0)
        return;
    if (const auto done = m_storage->forgetOldTicks(m_ticksRetentionDays); !done)
        qCWarning(lcStorage).noquote() << "old ticks are still there:" << done.error().detail;
}

} // namespace tickstock
