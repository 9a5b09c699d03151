// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/market/newyork.h"
#include "core/service/pipelinehost.h"
#include "core/storage/adjustedbars.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QTimer>

#include <algorithm>

/// What the service does about patterns: which are looked for, by whom, and what they begin with.
namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcPatterns, "tickstock.patterns", QtInfoMsg)

/// A service without a user follows the indicators of its symbols if they are no more than these.
constexpr qsizetype MostFollowed = 200;
/// Calendar days that hold as many trading days as patterns of days look back to.
constexpr int DaysBefore = 380;
constexpr qint64 LargestFile = 1 << 20; // of settings

} // namespace

void MarketDataService::loadPatterns()
{
    QFile file(m_options.patternsFile);
    if (m_options.patternsFile.isEmpty() || !file.exists())
        return;
    const auto warn = [this](const QString &problem) {
        qCWarning(lcPatterns).noquote() << m_options.patternsFile << problem;
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, m_options.patternsFile + QStringLiteral(": ") + problem});
    };
    if (!QFileInfo(file).isFile() || file.size() > LargestFile) { // a pipe would be waited for
        warn(QStringLiteral("that is not such a file"));
        return;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        warn(file.errorString());
        return;
    }
    QStringList problems;
    const auto settings = PatternSettings::fromJson(file.readAll(), &problems);
    if (settings)
        m_patterns = *settings;
    else
        problems.append(settings.error().detail);
    for (const QString &problem : problems)
        warn(problem);
}

void MarketDataService::setPatternSettings(const PatternSettings &settings)
{
    m_patterns = settings;
    m_pipeline->post([settings](PipelineHost &host) { host.pipeline.setPatterns(settings); });
    if (m_options.patternsFile.isEmpty())
        return;
    m_storage->post([this, settings, name = m_options.patternsFile](StorageWorker &) {
        QSaveFile file(name);
        if (file.open(QIODevice::WriteOnly) && file.write(settings.toJson()) >= 0 && file.commit())
            return;
        const ServiceNotice notice{ServiceNotice::Kind::PatternsNotSaved,
                                   name + QStringLiteral(": ") + file.errorString()};
        QMetaObject::invokeMethod(
            this, [this, notice] { Q_EMIT noticed(notice); }, Qt::QueuedConnection);
    });
}

void MarketDataService::readRecords(const QString &symbol, const PatternSettings &settings)
{
    if (m_history)
        m_history->post([symbol, settings](HistoryWorker &history) { history.readRecords(symbol, settings); });
}

/// In the storage thread, as they were traded; none if the store has none.
Expected<std::vector<Bar>> MarketDataService::lastMinutes(Storage &storage, const QString &symbol)
{
    const auto last = storage.lastMinute(symbol);
    if (!last)
        return last.error();
    if (!last->isValid())
        return std::vector<Bar>();
    return storage.minutes(symbol, *last - SeedSpan, Timestamp{INT64_MAX});
}

/// In the storage thread. @p session is that of market time, if it is known; @p minutes are as they were traded. What
/// cannot be read is an error: without it, what was told before would be told again.
Expected<Pipeline::PatternSeed> MarketDataService::patternSeed(Storage &storage, const QString &symbol, QDate session,
                                                               std::vector<Bar> minutes)
{
    const Timestamp last = minutes.back().start;
    const QDate running = newyork::date(last);
    const QDate asOf = session.isValid() ? std::max(session, running) : running;
    const auto splits = storage.splits(symbol);
    if (!splits)
        return splits.error();
    auto days = adjustedDays(storage, symbol, running.addDays(-DaysBefore), running, asOf);
    if (!days)
        return days.error();
    auto usual = usualVolumes(storage, symbol, asOf);
    if (!usual)
        return usual.error();
    auto reported = storage.eventsOf(symbol, last - EventSpan);
    if (!reported)
        return reported.error();
    adjustForSplits(minutes, *splits, asOf);
    return Pipeline::PatternSeed{*std::move(days), std::move(minutes), *std::move(usual), *std::move(reported)};
}

/// In the storage thread. False: the store cannot be read. What earlier runs have found is added to @p told.
bool MarketDataService::seedPatterns(Storage &storage, const QString &symbol, QDate session,
                                     const std::vector<Bar> &minutes, std::vector<PatternEvent> &told)
{
    const auto id = m_symbols.intern(symbol);
    if (minutes.empty() || !id)
        return true;
    const auto seed = patternSeed(storage, symbol, session, minutes);
    if (!seed)
        return false;
    told.insert(told.end(), seed->reported.begin(), seed->reported.end());
    m_pipeline->post([id = *id, seed = *seed](PipelineHost &host) { host.pipeline.seedPatterns(id, seed); });
    return true;
}

/// What earlier runs have found of the session, on the screen, if there is one. In the storage thread.
void MarketDataService::showStored(std::vector<PatternEvent> events)
{
    std::erase_if(events, [](const PatternEvent &event) { return event.state == EventState::Withdrawn; });
    if (m_options.isUnattended || events.empty())
        return;
    std::stable_sort(events.begin(), events.end(),
                     [](const PatternEvent &a, const PatternEvent &b) { return a.barStart < b.barStart; });
    MarketUpdate update;
    update.events = std::move(events);
    m_mailbox.post(std::move(update));
}

/// The store has been read; some of the symbols may have been unsubscribed meanwhile.
void MarketDataService::settlePatterns(const QStringList &symbols)
{
    std::vector<SymbolId> wanted, gone;
    for (const QString &symbol : symbols) {
        if (const auto id = m_symbols.intern(symbol))
            (m_subscribed.contains(symbol) ? wanted : gone).push_back(*id);
    }
    m_pipeline->post([wanted, gone](PipelineHost &host) {
        host.pipeline.resumePatterns(wanted);
        host.pipeline.forgetPatterns(gone);
    });
}

/// A trading day begins: what was corrected of the sessions before counts for it. Or the shares are others now, or the
/// store has more of the past. Nothing but patterns: what is missing of the bars is found by the repair of holes.
void MarketDataService::seedPatternsFromStore(const QStringList &symbols)
{
    m_storage->post([this, symbols, session = m_session](StorageWorker &worker) {
        QStringList read, unread;
        std::vector<PatternEvent> told; // is on the screen already
        worker.read([&](Storage &storage) {
            for (const QString &symbol : symbols) {
                const auto minutes = lastMinutes(storage, symbol);
                const bool isRead = minutes && seedPatterns(storage, symbol, session, *minutes, told);
                (isRead ? read : unread).append(symbol);
            }
        });
        QMetaObject::invokeMethod(
            this,
            [this, read, unread] {
                settlePatterns(read);
                seedPatternsLater(unread);
            },
            Qt::QueuedConnection);
    });
}

/// The store is away. A scan worker says nothing of symbols whose past it has never known, least of all what another
/// one has said before; everybody else goes on with what comes.
void MarketDataService::seedPatternsLater(const QStringList &unread)
{
    if (unread.isEmpty())
        return;
    qCWarning(lcPatterns) << "the store cannot be read: patterns of" << unread.size() << "symbol(s) begin later";
    QTimer::singleShot(SeedRetryMs, this, [this, unread] { seedPatternsFromStore(stillSubscribed(unread)); });
}

void MarketDataService::forgetPatterns(const QStringList &symbols)
{
    std::vector<SymbolId> ids;
    for (const QString &symbol : symbols) {
        if (const auto id = m_symbols.intern(symbol))
            ids.push_back(*id);
    }
    m_pipeline->post([ids](PipelineHost &host) { host.pipeline.forgetPatterns(ids); });
}

/// Once a second: who looks for patterns, and that we do. What a reader finds is for its own screen.
void MarketDataService::tellWhoScans()
{
    if (m_redis && m_scannerAlive && !m_redis->isListening())
        m_scannerAlive = QByteArray(); // whoever it was is not heard any more
    m_pipeline->post([alive = m_scannerAlive](PipelineHost &host) { host.decideWhoScans(alive); });
    if (!m_redis || (m_isReader && !isScanWorker()))
        return;
    const bool scans = isScanWorker() ? !m_shards.isEmpty() : m_health.snapshot().pipeline.isScanning;
    m_redis->setPresence(ScanDecision::aliveKey(),
                         scans ? m_pipeline->worker()->decision.announcement() : QByteArray());
}

ScannerRank MarketDataService::scannerRank() const
{
    if (isScanWorker())
        return ScannerRank::Worker;
    return m_options.isUnattended ? ScannerRank::Service : ScannerRank::Desktop;
}

/// Those that are watched; without a user, all of them if they are few.
void MarketDataService::followIndicators()
{
    const QStringList wanted = m_options.isUnattended ? m_subscribed : m_visible;
    if (wanted.size() > MostFollowed)
        return;
    std::vector<SymbolId> symbols;
    for (const QString &symbol : wanted) {
        if (const auto id = m_symbols.intern(symbol))
            symbols.push_back(*id);
    }
    m_pipeline->post([symbols](PipelineHost &host) { host.pipeline.setFollowed(symbols); });
}

} // namespace tickstock
