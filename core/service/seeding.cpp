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

/// In the storage thread.
quint64 watchUsual(Storage &storage, QDate session)
{
    return session.isValid() ? storage.watchUsualVolumes(session) : 0;
}

} // namespace

/// Some symbols, and what came of reading them.
struct Seeding::Slice
{
    QStringList symbols, read, unread;
    QSet<QString> barless; ///< of these the bars are read, too
    std::vector<std::pair<QString, storedpast::PatternPast>> pasts;
    std::vector<PatternEvent> reported; ///< by earlier runs
    std::vector<KeptUsualVolumes> made; ///< of what was read
    std::optional<quint64> usualSince;  ///< as for Storage::keepUsualVolumes(); nothing: they are not kept
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

/// Where the store ends is read before the feed can add to it: everything from there on has to be fetched. The bars
/// before that come with what patterns need.
void Seeding::readBars(const QStringList &symbols, bool areNew, const std::function<void()> &then)
{
    const QSet<QString> all(symbols.begin(), symbols.end());
    m_unshown.unite(all);
    m_isBarless.unite(all);
    m_parts.onStore([this, symbols, areNew, then, session = m_session](Storage &storage) {
        for (const QString &symbol : symbols)
            noteEnd(storage, symbol, areNew);
        postTo(this, [this, symbols, then, session, since = watchUsual(storage, session)] {
            then();
            enqueue(symbols, session, since);
        });
    });
}

/// In the storage thread. Patterns of a new symbol with a past, or with one that cannot be read, wait for it.
void Seeding::noteEnd(Storage &storage, const QString &symbol, bool isNew) const
{
    const auto id = m_parts.symbols.intern(symbol);
    const auto last = storage.lastMinute(symbol);
    if (!id || (last && !last->isValid()))
        return;
    if (isNew)
        m_parts.onPipeline([id = *id](PipelineHost &host) { host.pipeline.scanner().forget(id); });
    if (last)
        m_parts.onHistory(
            [id = *id, until = *last](HistoryWorker &history) { history.repairs().noteStored(id, until); });
}

/// In the reader's thread. False: the store cannot be read.
bool Seeding::seedBars(Storage &storage, const QString &symbol) const
{
    const auto id = m_parts.symbols.intern(symbol);
    const auto minutes = storedpast::recentMinutes(storage, symbol);
    if (id && minutes && !minutes->empty()) {
        m_parts.onPipeline(
            [id = *id, minutes = *minutes](PipelineHost &host) { host.pipeline.seedMinutes(id, minutes); });
    }
    return static_cast<bool>(minutes);
}

/// What is queued to be written of them is written before.
void Seeding::readPatterns(const QStringList &symbols)
{
    assertThreadOf(this);
    const QSet<QString> all(symbols.begin(), symbols.end());
    m_isComing.unite(all);
    m_round.unite(all);
    m_left.unite(all);
    m_parts.onStore([this, symbols, session = m_session](Storage &storage) {
        postTo(this, [this, symbols, session, since = watchUsual(storage, session)] {
            m_isComing.subtract(QSet<QString>(symbols.begin(), symbols.end()));
            enqueue(symbols, session, since);
        });
    });
}

/// @param since when the store watches what is usual before @p session
void Seeding::enqueue(const QStringList &symbols, QDate session, quint64 since)
{
    m_usualSession = session;
    m_usualSince = since;
    for (const QString &symbol : symbols) {
        if (m_isWaiting.contains(symbol))
            continue;
        m_isWaiting.insert(symbol);
        m_round.insert(symbol);
        m_left.insert(symbol);
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
    const std::shared_ptr<Slice> slice = takeSlice();
    m_parts.onPipeline([this, slice, session = m_session](PipelineHost &host) {
        const PatternScanner &scanner = host.pipeline.scanner();
        const Search search{host.pipeline.origin(), scanner.plan(), scanner.isOn()};
        m_parts.onReader([this, slice, session, search](Storage &storage) {
            readSlice(storage, *slice, session);
            m_judge.tryPost([this, slice, search](QObject &) {
                judge(*slice, search);
                postTo(this, [this, slice] { finish(*slice); });
            });
        });
    });
}

/// Those on the screen first.
std::shared_ptr<Seeding::Slice> Seeding::takeSlice()
{
    auto slice = std::make_shared<Slice>();
    QStringList &symbols = slice->symbols;
    const auto take = [&](const QString &symbol) {
        if (m_isWaiting.remove(symbol))
            symbols.append(symbol);
    };
    const QStringList visible = m_parts.subscriptions.visible();
    for (auto it = visible.begin(); it != visible.end() && symbols.size() < SliceSize; ++it)
        take(*it);
    while (symbols.size() < SliceSize && !m_waiting.isEmpty())
        take(m_waiting.takeFirst());
    for (const QString &symbol : std::as_const(symbols)) {
        if (m_isBarless.contains(symbol))
            slice->barless.insert(symbol);
    }
    if (m_parts.keepsUsual && m_session.isValid() && m_session == m_usualSession)
        slice->usualSince = m_usualSince;
    return slice;
}

/// In the reader's thread.
void Seeding::readSlice(Storage &storage, Slice &slice, QDate session) const
{
    for (const QString &symbol : std::as_const(slice.symbols)) {
        const bool hasBars = !slice.barless.contains(symbol) || seedBars(storage, symbol);
        const bool isRead = hasBars && readPast(storage, symbol, session, slice);
        (isRead ? slice.read : slice.unread).append(symbol);
    }
    for (auto &[symbol, past] : slice.pasts) {
        if (past.made)
            slice.made.push_back(*std::move(past.made));
    }
}

/// In the reader's thread. False: the store cannot be read.
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
    keepUsual(slice);
    resumePatterns(m_parts.needsWholePast ? slice.read : slice.symbols);
    retryLater(slice.unread);
    std::copy_if(slice.reported.begin(), slice.reported.end(), std::back_inserter(m_reported),
                 [this](const PatternEvent &event) { return m_unshown.contains(event.symbol); });
    for (const QString &symbol : slice.read) {
        m_unshown.remove(symbol);
        m_isBarless.remove(symbol);
        if (!m_isWaiting.contains(symbol) && !m_isComing.contains(symbol))
            m_left.remove(symbol);
    }
    tellProgress();
    if (m_isWaiting.isEmpty())
        show(std::exchange(m_reported, {}));
    readNextSlice();
}

/// What cannot be kept is made again by the next start.
void Seeding::keepUsual(const Slice &slice) const
{
    if (!slice.usualSince || slice.made.empty())
        return;
    m_parts.onStore([made = slice.made, since = *slice.usualSince](Storage &storage) {
        (void)storage.keepUsualVolumes(made, since);
    });
}

void Seeding::tellProgress()
{
    const auto left = static_cast<int>(m_left.size()), all = static_cast<int>(m_round.size());
    if (all > SliceSize || m_isProgressTold)
        Q_EMIT progressed(all - left, all);
    m_isProgressTold = left > 0 && (m_isProgressTold || all > SliceSize);
    if (left == 0)
        m_round.clear();
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
    QTimer::singleShot(m_parts.retryMs, this, [this, unread] {
        m_left.subtract(QSet<QString>(unread.begin(), unread.end())); // some may have been removed meanwhile
        readPatterns(m_parts.subscriptions.wantedOf(unread));
        tellProgress();
    });
}

} // namespace tickstock
