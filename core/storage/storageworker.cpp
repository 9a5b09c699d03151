// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storageworker.h"

#include "core/storage/writebatchcodec.h"

#include <QLoggingCategory>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

constexpr int RetryMs = 1'000;
constexpr int LongestRetryMs = 10'000;
constexpr int DayMs = 86'400'000;
/// Rows an entry of the spool.
constexpr std::size_t SpooledRows = 1'000;
constexpr int ReplayedAtOnce = 10;

std::int64_t monotonicUs()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

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
    m_daily.setInterval(DayMs);
    connect(&m_daily, &QTimer::timeout, this, &StorageWorker::forgetOldTicks);
    m_meter.setState(SinkState::Connecting);
}

/// What could not be written in time is on disk afterwards.
StorageWorker::~StorageWorker()
{
    drain();
    if (m_spool && !m_isRefused)
        spool(m_queue.takeAll());
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

/// One transaction's worth of each, then others have their turn: reads, above all.
void StorageWorker::takeTurn()
{
    bool goesOn = false;
    if (!m_error.detail.isEmpty() && m_spool) {
        spool(m_queue.takeAll());
    } else if (m_spool && !m_spool->isEmpty()) {
        m_meter.setState(SinkState::Replaying);
        spool(m_queue.takeAll()); // behind what waits already
        goesOn = replay();
        if (goesOn && m_spool->isEmpty())
            recovered();
    } else {
        goesOn = writeQueued();
        if (goesOn && !m_error.detail.isEmpty())
            recovered();
    }
    showFigures();
    const bool hasMore = m_queue.size() > 0 || (m_spool && !m_spool->isEmpty());
    if (goesOn && hasMore && !std::exchange(m_isTurnPosted, true)) {
        const auto turn = [this] {
            m_isTurnPosted = false;
            takeTurn();
        };
        QMetaObject::invokeMethod(this, turn, Qt::QueuedConnection);
    }
}

bool StorageWorker::writeQueued()
{
    const std::int64_t dueUs = m_queue.oldestUs();
    WriteBatch waiting = m_queue.takeAll();
    const std::size_t rows = waiting.size();
    if (rows == 0)
        return true;
    if (rows <= TransactionRows) {
        if (!write(std::move(waiting)))
            return false;
        m_meter.delivered(rows, monotonicUs() - dueUs);
        return true;
    }
    std::vector<WriteBatch> parts = splitBatch(std::move(waiting), TransactionRows);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t size = parts[i].size();
        const bool isTooSlow = m_spool && m_queue.size() > MemoryRows;
        if (!isTooSlow && write(std::move(parts[i]))) {
            m_meter.delivered(size, monotonicUs() - dueUs);
            continue;
        }
        const std::size_t rest = isTooSlow ? i : i + 1;
        for (std::size_t j = rest; j < parts.size(); ++j) {
            if (m_spool)
                spool(std::move(parts[j]));
            else
                m_queue.putBack(std::move(parts[j]));
        }
        return isTooSlow;
    }
    return true;
}

/// False when the store failed; the batch is then in the spool, or back in the queue.
bool StorageWorker::write(WriteBatch batch)
{
    const auto written = m_storage->write(batch);
    if (written)
        return true;
    if (written.error().code == ErrorCode::BadInput)
        return writeAround(std::move(batch));
    fail(written.error());
    if (m_spool)
        spool(std::move(batch));
    else
        m_queue.putBack(std::move(batch));
    return false;
}

/// The database cannot take one of the rows: all the others are written, and that one is counted.
bool StorageWorker::writeAround(WriteBatch batch)
{
    if (batch.size() == 1) {
        m_meter.dropped(1);
        qCWarning(lcStorage) << "one row was dropped because the database cannot hold it";
        return true;
    }
    const std::size_t half = (batch.size() + 1) / 2;
    bool isFine = true;
    for (WriteBatch &part : splitBatch(std::move(batch), half)) {
        if (isFine) {
            isFine = write(std::move(part));
        } else if (m_spool) {
            spool(std::move(part));
        } else {
            m_queue.putBack(std::move(part));
        }
    }
    return isFine;
}

void StorageWorker::spool(WriteBatch batch)
{
    if (batch.isEmpty())
        return;
    std::vector<SpoolEntry> entries;
    for (const WriteBatch &part : splitBatch(std::move(batch), SpooledRows))
        entries.push_back({0, encodeBatch(part), part.size()});
    if (const auto kept = m_spool->append(entries); !kept)
        qCWarning(lcStorage).noquote() << "could not be kept:" << kept.error().detail;
    m_meter.dropped(m_spool->takeDropped());
}

/// True while the store takes it.
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
        } else if (const auto written = m_storage->write(*batch); written) {
            m_meter.delivered(entry.weight, -1);
        } else if (written.error().code == ErrorCode::BadInput && entry.weight > 1) {
            if (!writeAround(*batch)) // what it could not write is in the spool again, at its end
                return false;
        } else if (written.error().code == ErrorCode::BadInput) {
            m_meter.dropped(entry.weight);
        } else {
            fail(written.error());
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
    if (!m_isRefused)
        m_retry.start(std::min(RetryMs << std::min(m_failures++, 4), LongestRetryMs));
}

void StorageWorker::tryAgain()
{
    const bool isGone = !m_isOpen || m_error.code == ErrorCode::Unreachable || m_error.code == ErrorCode::Denied;
    if (isGone && !reopen()) {
        showFigures();
        return;
    }
    recovered();
    takeTurn();
}

bool StorageWorker::reopen()
{
    if (m_spool)
        spool(m_queue.takeAll()); // connecting may take a while
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

void StorageWorker::showFigures()
{
    m_meter.setSpooled(m_spool ? m_spool->weight() : 0);
}

} // namespace tickstock
