// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/writequeue.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tickstock {

/// How a sink is doing; a value for the health display.
struct SinkHealth
{
    QString name;
    QString state; ///< "off", "up" or "failing"
    quint64 backlog = 0;
    quint64 dropped = 0;
    quint64 written = 0;
    double ratePerSecond = 0;
    QString lastError;
};

/// Writes the queue's content into a store, in transactions, as fast as the store takes it. What fails stays queued and
/// is tried again. Lives in the storage thread, together with the store.
class StorageWorker final : public QObject
{
    Q_OBJECT

public:
    /// @param queue must outlive the worker
    StorageWorker(std::unique_ptr<Storage> storage, WriteQueue &queue, int ticksRetentionDays);
    ~StorageWorker() override;

    Outcome open();
    Storage &storage() { return *m_storage; }
    /// Takes what is queued now, until the queue is empty.
    void drain();
    SinkHealth health() const;

private:
    std::unique_ptr<Storage> m_storage;
    WriteQueue &m_queue;
    const int m_ticksRetentionDays;
    QTimer m_retry;
    QTimer m_daily;
    QTimer m_rateTimer;
    quint64 m_written = 0;
    quint64 m_discarded = 0; // because there is no store
    quint64 m_writtenAtLastRate = 0;
    double m_rate = 0;
    QString m_lastError;
    bool m_isOpen = false;
};

} // namespace tickstock
