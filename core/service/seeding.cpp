// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/seeding.h"

#include "core/history/historyworker.h"
#include "core/service/pipelinehost.h"
#include "core/service/storedpast.h"
#include "core/service/subscriptionlist.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcPatterns, "tickstock.patterns", QtInfoMsg)

} // namespace

/// What came of a reading.
struct Seeding::Result
{
    QStringList read, unread;
    std::vector<PatternEvent> reported; ///< by earlier runs
};

Seeding::Seeding(Parts parts)
    : m_parts(std::move(parts))
{
    connect(&m_parts.subscriptions, &SubscriptionList::added, this, [this](const QStringList &added) {
        read(added, [this, added] { m_parts.subscriptions.setPrepared(added); });
    });
}

/// Where the store ends is read before the feed can add to it: everything from there on has to be fetched.
void Seeding::read(const QStringList &symbols, std::function<void()> then)
{
    assertThreadOf(this);
    m_parts.onStore([this, symbols, session = m_session, then = std::move(then)](Storage &storage) {
        Result result;
        for (const QString &symbol : symbols)
            readSymbol(storage, symbol, session, result);
        show(std::move(result.reported));
        postTo(this, [this, symbols, unread = result.unread, then] {
            resumePatterns(symbols);
            if (m_parts.needsWholePast)
                forgetPatterns(unread);
            then();
            retryLater(unread);
        });
    });
}

/// In the storage thread.
void Seeding::readSymbol(Storage &storage, const QString &symbol, QDate session, Result &result) const
{
    const auto id = m_parts.symbols.intern(symbol);
    const auto minutes = storedpast::lastMinutes(storage, symbol);
    if (id && minutes && !minutes->empty()) {
        m_parts.onHistory([id = *id, until = minutes->back().start](HistoryWorker &history) {
            history.repairs().noteStored(id, until);
        });
        m_parts.onPipeline(
            [id = *id, minutes = *minutes](PipelineHost &host) { host.pipeline.seedMinutes(id, minutes); });
    }
    const bool isRead = minutes && seedPatterns(storage, symbol, session, *minutes, result.reported);
    (isRead ? result.read : result.unread).append(symbol);
}

/// In the storage thread. False: the store cannot be read.
bool Seeding::seedPatterns(Storage &storage, const QString &symbol, QDate session, const std::vector<Bar> &minutes,
                           std::vector<PatternEvent> &reported) const
{
    const auto id = m_parts.symbols.intern(symbol);
    if (minutes.empty() || !id)
        return true;
    const auto seed = storedpast::patternSeed(storage, symbol, session, minutes);
    if (!seed)
        return false;
    reported.insert(reported.end(), seed->reported.begin(), seed->reported.end());
    m_parts.onPipeline([id = *id, seed = *seed](PipelineHost &host) { host.pipeline.seedPatterns(id, seed); });
    return true;
}

/// What earlier runs have found of the session, on the screen. In the storage thread.
void Seeding::show(std::vector<PatternEvent> reported) const
{
    std::erase_if(reported, [](const PatternEvent &event) { return event.state == EventState::Withdrawn; });
    if (!m_parts.showsStored || reported.empty())
        return;
    std::stable_sort(reported.begin(), reported.end(),
                     [](const PatternEvent &a, const PatternEvent &b) { return a.barStart < b.barStart; });
    MarketUpdate update;
    update.events = std::move(reported);
    m_parts.mailbox.post(std::move(update));
}

void Seeding::readPatterns(const QStringList &symbols)
{
    assertThreadOf(this);
    m_parts.onStore([this, symbols, session = m_session](Storage &storage) {
        Result result; // what was reported is on the screen already
        for (const QString &symbol : symbols) {
            const auto minutes = storedpast::lastMinutes(storage, symbol);
            const bool isRead = minutes && seedPatterns(storage, symbol, session, *minutes, result.reported);
            (isRead ? result.read : result.unread).append(symbol);
        }
        postTo(this, [this, read = result.read, unread = result.unread] {
            resumePatterns(read);
            retryLater(unread);
        });
    });
}

/// The store has been read; some of the symbols may have been removed meanwhile.
void Seeding::resumePatterns(const QStringList &symbols)
{
    const QStringList wanted = m_parts.subscriptions.wantedOf(symbols);
    const QSet<QString> isWanted(wanted.begin(), wanted.end());
    QStringList gone = symbols;
    gone.removeIf([&isWanted](const QString &symbol) { return isWanted.contains(symbol); });
    m_parts.onPipeline([ids = m_parts.symbols.internAll(wanted)](PipelineHost &host) {
        for (const SymbolId id : ids)
            host.pipeline.scanner().resume(id);
    });
    forgetPatterns(gone);
}

void Seeding::forgetPatterns(const QStringList &symbols)
{
    m_parts.onPipeline([ids = m_parts.symbols.internAll(symbols)](PipelineHost &host) {
        for (const SymbolId id : ids)
            host.pipeline.scanner().forget(id);
    });
}

/// The store is away. A scan worker reports nothing of symbols whose past it has never known, least of all what another
/// one has reported before; everybody else goes on with what comes.
void Seeding::retryLater(const QStringList &unread)
{
    if (unread.isEmpty())
        return;
    qCWarning(lcPatterns) << "the store cannot be read: patterns of" << unread.size() << "symbol(s) begin later";
    QTimer::singleShot(m_parts.retryMs, this, [this, unread] { readPatterns(m_parts.subscriptions.wantedOf(unread)); });
}

} // namespace tickstock
