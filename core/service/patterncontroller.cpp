// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/patterncontroller.h"

#include "core/service/pipelinehost.h"
#include "core/service/subscriptionlist.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcPatterns, "tickstock.patterns", QtInfoMsg)

/// A service without a user follows the indicators of its symbols if they are no more than these.
constexpr qsizetype MostFollowed = 200;

} // namespace

PatternController::PatternController(Parts parts)
    : m_parts(std::move(parts))
    , m_file(m_parts.options.patternsFile)
{
    connect(this, &PatternControl::notSaved, this, [this](const QString &problem) {
        Q_EMIT noticed({ServiceNotice::Kind::PatternsNotSaved, problem});
    });
    connect(&m_parts.subscriptions, &SubscriptionList::changed, this, &PatternController::followIndicators);
    connect(&m_parts.subscriptions, &SubscriptionList::visibleChanged, this, &PatternController::followIndicators);
}

void PatternController::start()
{
    assertThreadOf(this);
    followIndicators();
    m_parts.onStore([this](Storage &) {
        QStringList problems;
        const auto kept = m_file.read(problems);
        if (kept) // from here, so that the pipeline has them before anything that is read from the store after this
            m_parts.onPipeline(
                [settings = *kept](PipelineHost &host) { host.pipeline.scanner().setSettings(settings); });
        postTo(this, [this, kept, problems] { adopt(kept, problems); });
    });
}

void PatternController::adopt(const std::optional<PatternSettings> &kept, const QStringList &problems)
{
    for (const QString &problem : problems) {
        qCWarning(lcPatterns).noquote() << problem;
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, problem});
    }
    if (m_isChosen) // by the user, who was faster than the file
        m_parts.onPipeline(
            [settings = m_settings](PipelineHost &host) { host.pipeline.scanner().setSettings(settings); });
    else if (kept)
        m_settings = *kept;
    m_hasRead = true;
    Q_EMIT settingsRead();
}

void PatternController::setPatternSettings(const PatternSettings &settings)
{
    assertThreadOf(this);
    m_isChosen = true;
    m_settings = settings;
    m_parts.onPipeline([settings](PipelineHost &host) { host.pipeline.scanner().setSettings(settings); });
    m_parts.onStore([this, settings](Storage &) {
        const auto written = m_file.write(settings);
        if (!written)
            postTo(this, [this, problem = written.error().detail] { Q_EMIT notSaved(problem); });
    });
}

void PatternController::readRecords(const QString &symbol, const PatternSettings &settings)
{
    assertThreadOf(this);
    m_parts.readRecords(symbol, settings);
}

void PatternController::decideWhoScans(const std::optional<QByteArray> &scannerAlive)
{
    assertThreadOf(this);
    m_parts.onPipeline([scannerAlive](PipelineHost &host) { host.decideWhoScans(scannerAlive); });
}

/// Those that are watched; without a user, all of them if they are few.
void PatternController::followIndicators()
{
    QStringList wanted =
        m_parts.options.isUnattended ? m_parts.subscriptions.symbols() : m_parts.subscriptions.visible();
    if (wanted.size() > MostFollowed)
        wanted.clear();
    m_parts.onPipeline(
        [ids = m_parts.symbols.internAll(wanted)](PipelineHost &host) { host.pipeline.followed().follow(ids); });
}

} // namespace tickstock
