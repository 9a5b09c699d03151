// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/config/starteruniverses.h"
#include "core/relay/redisfeed.h"
#include "core/service/pipelinehost.h"
#include "core/storage/makestore.h"
#include "core/storage/postgresstorage.h"
#include "core/types/monotonicclock.h"

#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>

/// Where the service's data goes: the store, the bus, and what is kept on disk for both.
namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

constexpr std::int64_t HungAfterUs = 3'000'000;
/// Symbols that the server does not confirm must not keep days from being made for ever.
constexpr qint64 UnaskedPatienceMs = (15 * OneMinute).count();

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

QString MarketDataService::storageName() const
{
    const QUrl &url = m_options.settings.databaseUrl;
    return url.isEmpty() ? m_options.databaseFile : PostgresStorage::shown(url);
}

QString MarketDataService::besideStore(const QString &name) const
{
    return m_options.databaseFile.isEmpty() ? QString() : QFileInfo(m_options.databaseFile).dir().filePath(name);
}

std::unique_ptr<Storage> MarketDataService::makeStorage() const
{
    return makeStore(m_options.settings.databaseUrl,
                     m_options.databaseFile.isEmpty() ? QStringLiteral(":memory:") : m_options.databaseFile,
                     m_options.sourceWord);
}

void MarketDataService::makeBus()
{
    const Settings &settings = m_options.settings;
    if (settings.redisUrl.isEmpty()) {
        m_bus = std::make_unique<InProcessBus>();
        return;
    }
    RedisBus::Options options;
    options.address = *redisAddress(settings.redisUrl);
    options.shards = settings.streamShards;
    options.forwards = !m_isReader;
    options.spoolFile = besideStore(QStringLiteral("spool-redis.sqlite"));
    for (const QString &channel : isScanWorker() ? QStringList() : settings.patternChannels)
        options.listenTo.append(channel.toUtf8());
    if (m_isReader)
        options.listenTo.append(QByteArrayLiteral("tickstock_data"));
    if (m_isReader && !isScanWorker()) // which reads the streams
        options.listenTo.append(settings.tickChannel.toUtf8());
    auto bus = std::make_unique<RedisBus>(std::move(options));
    m_redis = bus.get();
    m_redis->watchValue(ScanDecision::aliveKey());
    connect(m_redis, &RedisBus::valueRead, this, [this](const QByteArray &key, const QByteArray &value) {
        if (key == ScanDecision::aliveKey())
            m_scannerAlive = value;
    });
    m_bus = std::move(bus);
}

void MarketDataService::startStorage()
{
    const bool isServer = !m_options.settings.databaseUrl.isEmpty();
    m_storage = std::make_unique<WorkerThread<StorageWorker>>(QStringLiteral("storage"));
    m_storage->start([this, isServer] {
        const QString spoolFile = besideStore(QStringLiteral("spool-postgresql.sqlite"));
        std::unique_ptr<Spool> spool;
        if (isServer && (!m_isReader || isScanWorker()) && !spoolFile.isEmpty())
            spool = std::make_unique<Spool>(spoolFile);
        const int retention = m_isReader ? 0 : m_options.settings.ticksRetentionDays;
        return std::make_unique<StorageWorker>(
            StorageWorker::Parts{makeStorage(), std::move(spool), m_writeQueue, m_storageMeter, retention});
    });
    connect(m_storage->worker(), &StorageWorker::opened, this, &MarketDataService::storageCameLate);
    m_writeQueue.setWake([this] { m_storage->post([](StorageWorker &worker) { worker.drain(); }); });
    m_storage->post([this](StorageWorker &worker) {
        const auto opened = worker.open();
        resolve(worker, opened ? std::nullopt : std::optional(opened.error()));
    });
    m_healthTimer.start();
    m_sinceStart.start();
    reportSinks();
}

/// In the storage thread: what the settings amount to, with the lists of the store, or those it last had.
void MarketDataService::resolve(StorageWorker &worker, const std::optional<Error> &storageError)
{
    const auto resolved = std::make_shared<Resolved>();
    resolved->storageError = storageError;
    std::map<QString, QStringList> lists;
    if (worker.isOpen()) {
        const bool mayWrite = !m_isReader || m_options.settings.databaseUrl.isEmpty();
        if (const auto found = readAll(worker.storage())) {
            lists = *found;
            if (lists.empty() && mayWrite) {
                lists = starterUniverses();
                for (const auto &[key, symbols] : lists)
                    (void)worker.storage().saveUniverse(key, symbols);
            }
            universeCache().save(lists);
        }
        resolved->openGaps = openGaps(worker);
    } else {
        lists = universeCache().load();
    }
    lists.merge(starterUniverses());
    resolved->connections =
        resolveConnections(m_options.settings, [&lists](const QString &key) { return lookUp(lists, key); });
    QMetaObject::invokeMethod(
        this, [this, resolved] { storageReady(resolved); }, Qt::QueuedConnection);
}

/// A file of our own keeps its lists itself.
UniverseCache MarketDataService::universeCache() const
{
    return UniverseCache(m_options.settings.databaseUrl.isEmpty() ? QString()
                                                                  : besideStore(QStringLiteral("universes.json")));
}

void MarketDataService::onStore(std::function<void(Storage &)> work)
{
    m_storage->post([work = std::move(work)](StorageWorker &worker) { worker.read(work); });
}

/// The program began without it: what is in it is read now, and everything since its last minute fetched.
void MarketDataService::storageCameLate()
{
    if (std::exchange(m_awaitsStore, false)) { // nothing has begun yet
        m_storage->post([this](StorageWorker &worker) { resolve(worker, std::nullopt); });
        return;
    }
    seedFromStore(m_subscribed, [this] {
        std::vector<SymbolId> ids;
        for (const QString &symbol : m_subscribed) {
            if (const auto id = m_symbols.intern(symbol))
                ids.push_back(*id);
        }
        m_history->post([ids](HistoryWorker &history) { history.repairHoles(ids); });
        Q_EMIT sessionChanged(); // charts read their history again
    });
    m_storage->post([this](StorageWorker &worker) {
        QMetaObject::invokeMethod(
            this, [this, gaps = openGaps(worker)] { restoreGaps(gaps); }, Qt::QueuedConnection);
    });
}

/// In the storage thread. The holes of whoever feeds the bus are his to repair.
std::vector<Gap> MarketDataService::openGaps(StorageWorker &worker) const
{
    auto gaps = m_isReader ? Expected<std::vector<Gap>>(std::vector<Gap>()) : worker.storage().openGaps({});
    return gaps ? *std::move(gaps) : std::vector<Gap>();
}

void MarketDataService::restoreGaps(const std::vector<Gap> &gaps)
{
    m_history->post([gaps, symbols = m_subscribed](HistoryWorker &history) {
        for (const Gap &gap : gaps) {
            if (symbols.contains(gap.symbol)) // the others cannot be repaired now, and stay as they are in the store
                history.repairs().restore(gap);
        }
    });
}

/// Once a second.
void MarketDataService::beat()
{
    reportSinks();
    tellWhoScans();
    m_pipeline->post(
        [](PipelineHost &host) { host.pipeline.noteHeard(host.inbox.accepted(), host.inbox.malformed()); });
    pollWhenAlone();
    followHours();
    if (m_isReader || !m_history)
        return;
    const HealthBoard::Snapshot health = m_health.snapshot();
    m_sessions.look(health, static_cast<int>(m_subscribed.size()));
    // Days are made of minutes that are complete: not while some of them are still being fetched.
    // With a feed that is: its market's time is known, and what is known to be missing has been asked for.
    const bool knowsTime = health.pipeline.ticks > 0 || m_isRealTime;
    const bool hasAsked = health.repair.unasked == 0 || m_sinceStart.elapsed() > UnaskedPatienceMs;
    const bool isComplete = health.repair.waiting == 0 && (!willOpenFeed() || (m_manager && knowsTime && hasAsked));
    if (isComplete)
        m_rollup.look(health.pipeline.marketNow);
}

void MarketDataService::reportSinks()
{
    SinkHealth store = m_storageMeter.health();
    store.backlog += m_writeQueue.size();
    store.dropped += m_writeQueue.droppedTicks();
    const std::int64_t waitsUs = m_writeQueue.size() > 0 ? monotonicUs() - m_writeQueue.oldestUs() : 0;
    if (store.state == SinkState::Up && waitsUs > HungAfterUs) {
        store.state = SinkState::Failing;
        store.lastError = QStringLiteral("no answer for %1 s").arg(waitsUs / 1'000'000);
    }
    std::vector<SinkHealth> sinks{store};
    if (m_redis)
        sinks.push_back(m_redis->health());
    m_health.setSinks(std::move(sinks));
}

/// Others learn from it that somebody feeds the bus, and with what.
void MarketDataService::tellPresence()
{
    if (m_redis && !m_isReader && willOpenFeed() && m_options.settings.forwardTicks)
        m_redis->setPresence(RedisFeed::presenceKey(),
                             RedisFeed::presenceJson(m_pipeline->worker()->pipeline.origin(), m_subscribed));
}

void MarketDataService::readUniverses()
{
    m_storage->post([this](StorageWorker &worker) { answerUniverses(worker); });
}

void MarketDataService::saveUniverse(const QString &key, const QStringList &symbols)
{
    m_storage->post([this, key, symbols](StorageWorker &worker) {
        if (const auto saved = worker.storage().saveUniverse(key, symbols); !saved) {
            qCWarning(lcService).noquote() << key << saved.error().detail;
            QMetaObject::invokeMethod(
                this,
                [this, problem = key + QStringLiteral(": ") + saved.error().detail] {
                    Q_EMIT noticed({ServiceNotice::Kind::UniverseNotSaved, problem});
                },
                Qt::QueuedConnection);
            return;
        }
        answerUniverses(worker);
    });
}

/// In the storage thread.
void MarketDataService::answerUniverses(StorageWorker &worker)
{
    const auto lists = readAll(worker.storage());
    if (!lists)
        return;
    universeCache().save(*lists);
    QMetaObject::invokeMethod(
        this, [this, lists = *lists] { Q_EMIT universesRead(lists); }, Qt::QueuedConnection);
}

} // namespace tickstock
