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
#include <iterator>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcPatterns, "tickstock.patterns", QtInfoMsg)

} // namespace

/// Some symbols, and what came of reading them.
struct Seeding::Slice
{
    QStringList symbols, read, unread;
    std::vector<std::pair<QString, storedpast::PatternPast>> pasts;
    std::vector<PatternEvent> reported; ///< by earlier runs
};

/// What the pipeline looks for at a time.
struct Seeding::Search
{
    QString origin;
    std::shared_ptr<const ScanPlan> plan;
    bool isOn = true; ///< else another program does
};

Seeding::Seeding(Parts parts)
    : m_parts(std::move(parts))
    , m_judge(QStringLiteral("past"))
{
    m_judge.start([] { return std::make_unique<QObject>(); });
    connect(&m_parts.subscriptions, &SubscriptionList::added, this, [this](const QStringList &added) {
        readBars(added, true, [this, added] { m_parts.subscriptions.setPrepared(added); });
    });
}

void Seeding::read(const QStringList &symbols, const std::function<void()> &then)
{
    assertThreadOf(this);
    readBars(symbols, false, then);
}

/// Where the store ends is read before the feed can add to it: everything from there on has to be fetched.
void Seeding::readBars(const QStringList &symbols, bool areNew, const std::function<void()> &then)
{
    m_unshown.unite(QSet<QString>(symbols.begin(), symbols.end()));
    m_parts.onStore([this, symbols, areNew, then](Storage &storage) {
        for (const QString &symbol : symbols)
            seedBars(storage, symbol, areNew);
        postTo(this, [this, symbols, then] {
            then();
            readPatterns(symbols);
        });
    });
}

/// In the storage thread. Patterns of a new symbol with a past, or with one that cannot be read, wait for it.
void Seeding::seedBars(Storage &storage, const QString &symbol, bool isNew) const
{
    const auto id = m_parts.symbols.intern(symbol);
    const auto minutes = storedpast::recentMinutes(storage, symbol);
    if (!id || (minutes && minutes->empty()))
        return;
    if (isNew)
        m_parts.onPipeline([id = *id](PipelineHost &host) { host.pipeline.scanner().forget(id); });
    if (!minutes)
        return;
    m_parts.onHistory(
        [id = *id, until = minutes->back().start](HistoryWorker &history) { history.repairs().noteStored(id, until); });
    m_parts.onPipeline([id = *id, minutes = *minutes](PipelineHost &host) { host.pipeline.seedMinutes(id, minutes); });
}

void Seeding::readPatterns(const QStringList &symbols)
{
    assertThreadOf(this);
    for (const QString &symbol : symbols) {
        if (m_isWaiting.contains(symbol))
            continue;
        m_isWaiting.insert(symbol);
        m_waiting.append(symbol);
    }
    readNextSlice();
}

void Seeding::stop()
{
    assertThreadOf(this);
    m_isStopped = true;
}

void Seeding::readNextSlice()
{
    if (m_isReading || m_isStopped || m_isWaiting.isEmpty())
        return;
    m_isReading = true;
    m_parts.onPipeline([this, symbols = takeSlice(), session = m_session](PipelineHost &host) {
        const PatternScanner &scanner = host.pipeline.scanner();
        const Search search{host.pipeline.origin(), scanner.plan(), scanner.isOn()};
        m_parts.onStore([this, symbols, session, search](Storage &storage) {
            const auto slice = std::make_shared<Slice>(readSlice(storage, symbols, session));
            m_judge.tryPost([this, slice, search](QObject &) {
                judge(*slice, search);
                postTo(this, [this, slice] { finish(*slice); });
            });
        });
    });
}

/// Those on the screen first.
QStringList Seeding::takeSlice()
{
    QStringList slice;
    const auto take = [&](const QString &symbol) {
        if (m_isWaiting.remove(symbol))
            slice.append(symbol);
    };
    const QStringList visible = m_parts.subscriptions.visible();
    for (auto it = visible.begin(); it != visible.end() && slice.size() < SliceSize; ++it)
        take(*it);
    while (slice.size() < SliceSize && !m_waiting.isEmpty())
        take(m_waiting.takeFirst());
    return slice;
}

/// In the storage thread.
Seeding::Slice Seeding::readSlice(Storage &storage, const QStringList &symbols, QDate session) const
{
    Slice slice;
    slice.symbols = symbols;
    for (const QString &symbol : symbols)
        (readPast(storage, symbol, session, slice) ? slice.read : slice.unread).append(symbol);
    std::vector<KeptUsualVolumes> made;
    for (auto &[symbol, past] : slice.pasts) {
        if (past.made)
            made.push_back(*std::move(past.made));
    }
    if (m_parts.keepsUsual)
        (void)storage.keepUsualVolumes(made); // else they are made again by the next start
    return slice;
}

/// In the storage thread. False: the store cannot be read.
bool Seeding::readPast(Storage &storage, const QString &symbol, QDate session, Slice &slice) const
{
    auto past = storedpast::patternPast(storage, symbol, session);
    if (!past)
        return false;
    if (!*past)
        return true;
    const std::vector<PatternEvent> &reported = (*past)->seed.reported;
    slice.reported.insert(slice.reported.end(), reported.begin(), reported.end());
    slice.pasts.emplace_back(symbol, **std::move(past));
    return true;
}

/// In the thread for that.
void Seeding::judge(Slice &slice, const Search &search)
{
    for (auto &[symbol, past] : slice.pasts) {
        const auto id = m_parts.symbols.intern(symbol);
        if (!id || m_isStopped)
            return;
        auto scan = std::make_unique<SymbolScan>(symbol, search.origin, search.plan);
        scan->begin(past.seed);
        if (search.isOn)
            scan->prepare();
        past.seed = {};
        m_parts.onPipeline([id = *id, scan = std::make_shared<std::unique_ptr<SymbolScan>>(std::move(scan)),
                            lastStored = past.lastStored](PipelineHost &host) {
            host.pipeline.seedPatterns(id, std::move(*scan), lastStored);
        });
    }
}

void Seeding::finish(const Slice &slice)
{
    m_isReading = false;
    resumePatterns(m_parts.needsWholePast ? slice.read : slice.symbols);
    retryLater(slice.unread);
    std::copy_if(slice.reported.begin(), slice.reported.end(), std::back_inserter(m_reported),
                 [this](const PatternEvent &event) { return m_unshown.contains(event.symbol); });
    for (const QString &symbol : slice.read)
        m_unshown.remove(symbol);
    m_ready += static_cast<int>(slice.read.size());
    tellProgress();
    if (m_isWaiting.isEmpty())
        show(std::exchange(m_reported, {}));
    readNextSlice();
}

void Seeding::tellProgress()
{
    const auto all = m_ready + static_cast<int>(m_isWaiting.size() + m_unread.size());
    if (all > SliceSize || m_isProgressTold)
        Q_EMIT progressed(m_ready, all);
    const bool isOver = all == m_ready;
    m_isProgressTold = !isOver && (m_isProgressTold || all > SliceSize);
    if (isOver)
        m_ready = 0;
}

/// What earlier runs have found of the session, on the screen.
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
    m_unread.unite(QSet<QString>(unread.begin(), unread.end()));
    QTimer::singleShot(m_parts.retryMs, this, [this, unread] {
        m_unread.subtract(QSet<QString>(unread.begin(), unread.end()));
        readPatterns(m_parts.subscriptions.wantedOf(unread));
        tellProgress();
    });
}

} // namespace tickstock
