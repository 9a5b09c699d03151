// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sink/spooledqueue.h"
#include "core/storage/writequeue.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <limits>
#include <memory>

namespace tickstock {

/// Rows that are written together, on their way into the store.
struct PendingRows
{
    WriteBatch rows;
    std::int64_t dueUs =
        0; ///< monotonic clock, microseconds; 0: they come from the spool, and their lag is not counted

    // As SpooledQueue wants it; what cannot be read is left out.
    static quint64 weight(const PendingRows &item) { return item.rows.size(); }
    static QByteArray encode(std::span<const PendingRows> items);
    static std::vector<PendingRows> decode(const QByteArray &bytes);
    static constexpr std::size_t ItemsAnEntry = 1;
    static constexpr int EntriesAtOnce = 50; // of a thousand rows: a transaction's worth
};

/// Writes the queue's content into a store, in transactions, as fast as the store takes it; ticks never hold up the
/// rest by more than one transaction. While the store is away,
/// slow or hung, what is due goes to the spool, and from there into the store, in order, when it is back; without a
/// spool it goes back to the queue and is tried again. Lives in the storage thread, together with the store.
class StorageWorker final : public QObject
{
    Q_OBJECT

public:
    /// Rows a transaction, besides what ticks have been gathered.
    static constexpr std::size_t TransactionRows = 50'000;
    /// More than this in memory is not waited for: it goes to the spool.
    static constexpr std::size_t MemoryRows = 200'000;

    struct Parts
    {
        std::unique_ptr<Storage> storage;
        std::unique_ptr<Spool> spool; ///< opened here; null: the store is a file, and a spool would be no safer
        WriteQueue &queue;            ///< must outlive the worker
        SinkMeter &meter;             ///< likewise
        int ticksRetentionDays = 5;   ///< 0: none are deleted here
    };
    explicit StorageWorker(Parts parts);
    ~StorageWorker() override;

    /// Opens the store. An unreachable one is tried again until it opens, which opened() tells; until then, and
    /// whatever the error, nothing that is due is lost while there is room in the spool.
    Outcome open();
    bool isOpen() const { return m_isOpen; }
    Storage &storage() { return *m_storage; }
    /// Writes what is due. Ticks that are gathered are due later.
    void writeDue();
    /// Writes all that is queued now.
    void drain();
    /// Runs a read, which sees everything but ticks that was queued before it. A connection that turns out to be broken
    /// is mended.
    void read(const std::function<void(Storage &)> &work);

Q_SIGNALS:
    /// The store has been opened, later than asked for.
    void opened();

private:
    void takeTurn();
    void goOn(bool isTaking);
    bool discards();
    void takeOver(std::size_t ticks = AllTicks);
    void keepPending();
    void tryAgain();
    bool reopen();
    bool writePending();
    bool writeTransaction();
    Outcome write(const WriteBatch &batch, quint64 &lost);
    Outcome writeAround(const WriteBatch &batch, quint64 &lost);
    void fail(const Error &error);
    void recovered();
    void forgetOldTicks();
    static constexpr std::size_t AllTicks = std::numeric_limits<std::size_t>::max();
    bool gathers() const { return m_storage->gathersTicks() > Milliseconds(0); }
    bool hasSpool() const { return m_pending.spool() != nullptr; }

    std::unique_ptr<Storage> m_storage;
    WriteQueue &m_queue;
    SinkMeter &m_meter;
    SpooledQueue<PendingRows, PendingRows> m_pending; // behind m_queue, which is its memory between two turns
    const int m_ticksRetentionDays;
    QTimer m_retry;
    QTimer m_gathering; // runs while ticks wait that are not due
    QTimer m_daily;
    Error m_error; // of the last attempt; empty detail: none
    int m_failures = 0;
    bool m_isWaiting = false; // for the next attempt
    bool m_isOpen = false;
    bool m_isTurnPosted = false;
    bool m_isRefused = false; // not ours: nothing may be written, now or later
};

} // namespace tickstock
