// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/service/pipelinehost.h"

#include <QFile>
#include <QLoggingCategory>
#include <QSaveFile>

/// What the service does about patterns: which are looked for, by whom, and what they begin with.
namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcPatterns, "tickstock.patterns", QtInfoMsg)

/// A service without a user follows the indicators of its symbols if they are no more than these.
constexpr qsizetype MostFollowed = 200;

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
    QSaveFile file(m_options.patternsFile);
    if (!file.open(QIODevice::WriteOnly) || file.write(settings.toJson()) < 0 || !file.commit())
        Q_EMIT noticed({ServiceNotice::Kind::PatternsNotSaved,
                        m_options.patternsFile + QStringLiteral(": ") + file.errorString()});
}

void MarketDataService::readRecords(const QString &symbol, const PatternSettings &settings)
{
    if (m_history)
        m_history->post([symbol, settings](HistoryWorker &history) { history.readRecords(symbol, settings); });
}

/// A trading day begins: what was corrected of the sessions before counts for it.
void MarketDataService::seedPatternsFromStore()
{
    m_storage->post([this, symbols = m_subscribed](StorageWorker &worker) {
        for (const QString &symbol : symbols) {
            const auto id = m_symbols.intern(symbol);
            const auto last = worker.storage().lastMinute(symbol);
            if (!id || !last || !last->isValid())
                continue;
            auto minutes = worker.storage().minutes(symbol, *last - SeedSpan, Timestamp{INT64_MAX});
            auto reported = worker.storage().eventsOf(symbol, *last - EventSpan);
            if (!minutes || minutes->empty() || !reported)
                continue;
            m_pipeline->post([id = *id, minutes = *std::move(minutes), reported = *std::move(reported)](
                                 PipelineHost &host) { host.pipeline.seedPatterns(id, minutes, reported); });
        }
    });
}

/// Once a second: who looks for patterns, and that we do.
void MarketDataService::tellWhoScans()
{
    m_pipeline->post([alive = m_scannerAlive](PipelineHost &host) { host.decideWhoScans(alive); });
    if (!m_redis || !m_options.isUnattended || (m_isReader && !isScanWorker()))
        return;
    const bool scans = isScanWorker() ? !m_shards.isEmpty() : m_health.snapshot().pipeline.isScanning;
    m_redis->setPresence(ScanDecision::aliveKey(),
                         scans ? m_pipeline->worker()->pipeline.origin().toUtf8() : QByteArray());
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
