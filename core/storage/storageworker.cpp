// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storageworker.h"

#include <QLoggingCategory>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

constexpr int RetryMs = 2'000;
constexpr int DayMs = 86'400'000;

} // namespace

StorageWorker::StorageWorker(std::unique_ptr<Storage> storage, WriteQueue &queue, int ticksRetentionDays)
    : m_storage(std::move(storage))
    , m_queue(queue)
    , m_ticksRetentionDays(ticksRetentionDays)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryMs);
    connect(&m_retry, &QTimer::timeout, this, &StorageWorker::drain);
    m_daily.setInterval(DayMs);
    connect(&m_daily, &QTimer::timeout, this, [this] { (void)m_storage->forgetOldTicks(m_ticksRetentionDays); });
    m_rateTimer.setInterval(1'000);
    connect(&m_rateTimer, &QTimer::timeout, this,
            [this] { m_rate = static_cast<double>(m_written - std::exchange(m_writtenAtLastRate, m_written)); });
}

StorageWorker::~StorageWorker()
{
    drain();
}

Outcome StorageWorker::open()
{
    if (const auto opened = m_storage->open(); !opened)
        return opened.error();
    m_isOpen = true;
    (void)m_storage->forgetOldTicks(m_ticksRetentionDays);
    m_daily.start();
    m_rateTimer.start();
    return success();
}

void StorageWorker::drain()
{
    if (!m_isOpen) // the monitor goes on without a store, but must not fill the memory for it
        m_discarded += m_queue.takeAll().size();
    while (m_isOpen) {
        WriteBatch batch = m_queue.takeAll();
        if (batch.isEmpty())
            return;
        if (const auto written = m_storage->write(batch); !written) {
            if (m_lastError != written.error().detail)
                qCWarning(lcStorage).noquote() << "not stored, will be tried again:" << written.error().detail;
            m_lastError = written.error().detail;
            m_queue.putBack(std::move(batch));
            m_retry.start();
            return;
        }
        if (!m_lastError.isEmpty())
            qCInfo(lcStorage) << "storing again";
        m_lastError.clear();
        m_written += batch.size();
    }
}

SinkHealth StorageWorker::health() const
{
    SinkHealth health;
    health.name = QStringLiteral("storage");
    health.state = !m_isOpen               ? QStringLiteral("off")
                   : m_lastError.isEmpty() ? QStringLiteral("up")
                                           : QStringLiteral("failing");
    health.backlog = m_queue.size();
    health.dropped = m_queue.droppedTicks() + m_discarded;
    health.written = m_written;
    health.ratePerSecond = m_rate;
    health.lastError = m_lastError;
    return health;
}

} // namespace tickstock
