// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storecontroller.h"

#include "core/config/starteruniverses.h"
#include "core/storage/makestore.h"
#include "core/storage/postgresstorage.h"
#include "core/types/inthread.h"
#include "core/types/monotonicclock.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

constexpr std::size_t MaxUnstoredTicks = 1'000'000;
constexpr Milliseconds LastPatience{3'000};
/// Something has waited for so long: the store does not answer.
constexpr std::int64_t HungAfterUs = 3'000'000;

QString nameOf(const ServiceOptions &options)
{
    const QUrl &url = options.settings.databaseUrl;
    return url.isEmpty() ? options.databaseFile : PostgresStorage::shown(url);
}

Expected<QStringList> lookUp(const std::map<QString, QStringList> &lists, const QString &key)
{
    const auto found = lists.find(key);
    if (found != lists.end())
        return found->second;
    QStringList known;
    for (const auto &[name, symbols] : lists)
        known.append(name);
    return Error{ErrorCode::NotFound,
                 QStringLiteral("there is no universe '%1'; known are %2")
                     .arg(key, known.isEmpty() ? QStringLiteral("none") : known.join(QStringLiteral(", ")))};
}

Expected<std::map<QString, QStringList>> readAll(Storage &storage)
{
    std::map<QString, QStringList> lists;
    const auto keys = storage.universeKeys();
    if (!keys)
        return keys.error();
    for (const QString &key : *keys) {
        const auto symbols = storage.universe(key);
        if (!symbols)
            return symbols.error();
        lists[key] = *symbols;
    }
    return lists;
}

} // namespace

StoreController::StoreController(const ServiceOptions &options)
    : m_options(options)
    // A file of our own keeps its lists itself.
    , m_cache(options.settings.databaseUrl.isEmpty() ? QString()
                                                     : options.besideStore(QStringLiteral("universes.json")))
    , m_queue(MaxUnstoredTicks)
    , m_meter(QStringLiteral("storage"), nameOf(options))
    , m_thread(QStringLiteral("storage"))
    , m_reader(QStringLiteral("store reader"))
{
    connect(this, &SymbolLists::notSaved, this, [this](const QString &problem) {
        Q_EMIT noticed({ServiceNotice::Kind::UniverseNotSaved, problem});
    });
    if (options.isScanWorker())
        m_queue.keepFindings();
    else if (options.isReader())
        m_queue.turnOff();
}

void StoreController::start()
{
    assertThreadOf(this);
    m_thread.start([this] { return makeWorker(); });
    if (hasReader())
        m_reader.start([this] { return std::make_unique<StoreReader>(makeStorage()); });
    connect(m_thread.worker(), &StorageWorker::opened, this, &StoreController::cameLate);
    m_queue.setWake([this] { m_thread.tryPost([](StorageWorker &worker) { worker.writeDue(); }); });
    m_thread.post([this](StorageWorker &worker) {
        const auto opened = worker.open();
        answer(worker, opened ? std::nullopt : std::optional(opened.error()));
    });
}

std::unique_ptr<SqlStorage> StoreController::makeStorage() const
{
    return makeStore(m_options.settings.databaseUrl,
                     m_options.databaseFile.isEmpty() ? QStringLiteral(":memory:") : m_options.databaseFile,
                     m_options.sourceWord);
}

/// A store in memory has one connection.
bool StoreController::hasReader() const
{
    return !m_options.settings.databaseUrl.isEmpty() || !m_options.databaseFile.isEmpty();
}

std::unique_ptr<StorageWorker> StoreController::makeWorker()
{
    const Settings &settings = m_options.settings;
    const QString spoolFile = m_options.besideStore(QStringLiteral("spool-postgresql.sqlite"));
    const bool writes = !m_options.isReader() || m_options.isScanWorker();
    std::unique_ptr<Spool> spool;
    if (!settings.databaseUrl.isEmpty() && writes && !spoolFile.isEmpty())
        spool = std::make_unique<Spool>(spoolFile);
    const int retention = m_options.isReader() ? 0 : settings.ticksRetentionDays;
    return std::make_unique<StorageWorker>(
        StorageWorker::Parts{makeStorage(), std::move(spool), m_queue, m_meter, retention});
}

void StoreController::askAgain()
{
    assertThreadOf(this);
    m_thread.tryPost([this](StorageWorker &worker) { answer(worker, std::nullopt); });
}

void StoreController::readGaps()
{
    assertThreadOf(this);
    m_thread.tryPost(
        [this](StorageWorker &worker) { postTo(this, [this, gaps = openGaps(worker)] { Q_EMIT gapsRead(gaps); }); });
}

/// In the storage thread: what the settings amount to, with the lists of the store, or those it last had.
void StoreController::answer(StorageWorker &worker, const std::optional<Error> &storageError)
{
    const auto result = std::make_shared<StoreAnswer>();
    result->storageError = storageError;
    const auto lists = listsOf(worker);
    if (worker.isOpen())
        result->openGaps = openGaps(worker);
    result->connections =
        resolveConnections(m_options.settings, [&lists](const QString &key) { return lookUp(lists, key); });
    postTo(this, [this, result] { Q_EMIT answered(result); });
}

/// In the storage thread. An empty store gets the lists that come with the program.
std::map<QString, QStringList> StoreController::listsOf(StorageWorker &worker) const
{
    std::map<QString, QStringList> lists;
    if (!worker.isOpen()) {
        lists = m_cache.load();
    } else if (const auto found = readAll(worker.storage())) {
        lists = *found;
        const bool mayWrite = !m_options.isReader() || m_options.settings.databaseUrl.isEmpty();
        if (lists.empty() && mayWrite) {
            lists = starterUniverses();
            for (const auto &[key, symbols] : lists)
                (void)worker.storage().saveUniverse(key, symbols);
        }
        m_cache.save(lists);
    }
    lists.merge(starterUniverses());
    return lists;
}

/// In the storage thread. The holes of whoever feeds the bus are his to repair.
std::vector<Gap> StoreController::openGaps(StorageWorker &worker) const
{
    auto gaps = m_options.isReader() ? Expected<std::vector<Gap>>(std::vector<Gap>()) : worker.storage().openGaps({});
    return gaps ? *std::move(gaps) : std::vector<Gap>();
}

void StoreController::finishSoon()
{
    if (m_thread.isRunning())
        m_thread.worker()->storage().finishWithin(LastPatience);
    if (m_reader.isRunning())
        m_reader.worker()->finishWithin(LastPatience);
}

void StoreController::finishReading()
{
    m_reader.stop();
    m_thread.postAndWait([](StorageWorker &) {});
}

void StoreController::stop()
{
    m_reader.stop();
    m_thread.stop();
}

OnStore StoreController::port()
{
    return [this](std::function<void(Storage &)> work) {
        m_thread.tryPost([work = std::move(work)](StorageWorker &worker) { worker.read(work); });
    };
}

OnStore StoreController::readerPort()
{
    if (!hasReader())
        return port();
    return [this](std::function<void(Storage &)> work) {
        m_reader.tryPost([work = std::move(work)](StoreReader &reader) { reader.read(work); });
    };
}

SinkHealth StoreController::health()
{
    SinkHealth store = m_meter.health();
    const std::size_t waiting = m_queue.size();
    const WriteQueue::Due due = m_queue.due();
    const std::size_t dueRows = std::min(waiting, due.rows + due.ticks);
    store.backlog += dueRows;
    store.gathered = waiting - dueRows;
    store.dropped += m_queue.droppedTicks();
    const std::int64_t waitsUs = due.isEmpty() ? 0 : monotonicUs() - due.sinceUs;
    if (store.state == SinkState::Up && waitsUs > HungAfterUs) {
        store.state = SinkState::Failing;
        store.lastError = QStringLiteral("no answer for %1 s").arg(waitsUs / 1'000'000);
    }
    return store;
}

void StoreController::readUniverses()
{
    assertThreadOf(this);
    m_thread.tryPost([this](StorageWorker &worker) { publishLists(worker); });
}

void StoreController::saveUniverse(const QString &key, const QStringList &symbols)
{
    assertThreadOf(this);
    m_thread.tryPost([this, key, symbols](StorageWorker &worker) {
        if (const auto saved = worker.storage().saveUniverse(key, symbols); !saved) {
            qCWarning(lcService).noquote() << key << saved.error().detail;
            const QString problem = key + QStringLiteral(": ") + saved.error().detail;
            postTo(this, [this, problem] { Q_EMIT notSaved(problem); });
            return;
        }
        publishLists(worker);
    });
}

/// In the storage thread.
void StoreController::publishLists(StorageWorker &worker)
{
    const auto lists = readAll(worker.storage());
    if (!lists)
        return;
    m_cache.save(*lists);
    postTo(this, [this, lists = *lists] { Q_EMIT universesRead(lists); });
}

} // namespace tickstock
