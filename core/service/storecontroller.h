// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"
#include "core/config/universecache.h"
#include "core/interfaces/servicenotice.h"
#include "core/interfaces/symbollists.h"
#include "core/service/ports.h"
#include "core/service/serviceoptions.h"
#include "core/storage/storageworker.h"
#include "core/storage/storereader.h"
#include "core/types/workerthread.h"

#include <memory>

namespace tickstock {

/// What the store knew when it was asked at the start.
struct StoreAnswer
{
    std::optional<Error> storageError; ///< the store is away, or refuses; lists are then those it last had
    Expected<ConnectionSet> connections = ConnectionSet();
    std::vector<Gap> openGaps;
};

/// Owns the storage thread: what is due goes through its queue into the store; symbol lists are read from it and kept
/// in a file beside it for the day when the server is away. Lives in the thread of its service.
class StoreController final : public SymbolLists
{
    Q_OBJECT

public:
    explicit StoreController(const ServiceOptions &options);

    /// Opens the store and finds what the settings amount to; answered() follows.
    void start();
    /// The same once more, after cameLate().
    void askAgain();
    /// Reads the holes that the store holds, after cameLate() and instead of askAgain(); gapsRead() follows.
    void readGaps();
    /// A database that does not answer must not keep the program from ending: it gets three seconds more. From any
    /// thread.
    void finishSoon();
    /// Waits until all reads that were asked for are done. From any thread but the storage thread.
    void finishReading();
    /// Writes what is queued, or keeps it on disk, and ends the thread. From any thread.
    void stop();

    WriteQueue &queue() { return m_queue; }
    /// Work on the store, in its thread; it sees everything that was queued before.
    OnStore port();
    /// Reads of the store in a thread of their own, as StoreReader does.
    OnStore readerPort();
    /// The figures now.
    SinkHealth health();

    void readUniverses() override;
    void saveUniverse(const QString &key, const QStringList &symbols) override;

Q_SIGNALS:
    void noticed(const tickstock::ServiceNotice &notice);
    void answered(const std::shared_ptr<const tickstock::StoreAnswer> &answer);
    /// The store was away at the start and has been opened now.
    void cameLate();
    void gapsRead(const std::vector<tickstock::Gap> &gaps);

private:
    std::unique_ptr<SqlStorage> makeStorage() const;
    bool hasReader() const;
    std::unique_ptr<StorageWorker> makeWorker();
    void answer(StorageWorker &worker, const std::optional<Error> &storageError);
    std::map<QString, QStringList> listsOf(StorageWorker &worker) const;
    void publishLists(StorageWorker &worker);
    std::vector<Gap> openGaps(StorageWorker &worker) const;

    const ServiceOptions &m_options;
    const UniverseCache m_cache; // used in the storage thread
    WriteQueue m_queue;
    SinkMeter m_meter;
    WorkerThread<StorageWorker> m_thread;
    WorkerThread<StoreReader> m_reader;
};

} // namespace tickstock
