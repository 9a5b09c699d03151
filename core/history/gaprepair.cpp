// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gaprepair.h"

#include "core/market/barbook.h"
#include "core/market/wallclock.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRepair, "tickstock.repair", QtInfoMsg)

constexpr int RepairRetryMs = OneMinute.count();
constexpr int PublishMs = 200;
constexpr int RecheckMs = 500;
constexpr Milliseconds BeforeLoss = GapLedger::BeforeLoss;
constexpr int MostDoublings = 3; // of the pause before a hole is fetched again
constexpr Milliseconds RecheckAfter = BarBook::RestCompleteAfter + Milliseconds(5'000);

} // namespace

GapRepair::GapRepair(Parts parts)
    : m_parts(std::move(parts))
    , m_settlement(m_ledger, m_parts.symbols)
{
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(PublishMs);
    connect(&m_publishTimer, &QTimer::timeout, this, &GapRepair::publish);
    m_recheckTimer.setInterval(RecheckMs);
    connect(&m_recheckTimer, &QTimer::timeout, this, [this] {
        const Timestamp now = m_rechecks.isEmpty() ? Timestamp() : m_parts.marketNow();
        for (const Rechecks::Range &range : m_rechecks.take(now))
            recheck(range, now);
    });
    m_recheckTimer.start();
    connect(&m_dropped, &DroppedSymbols::due, this, &GapRepair::repairHoles);
    if (m_parts.provider)
        makeMinuteRepair();
}

void GapRepair::makeMinuteRepair()
{
    m_minutes = std::make_unique<MinuteRepair>(MinuteRepair::Parts{
        *m_parts.provider, m_parts.symbols, [this](const QString &symbol) { return priorityOf(symbol); },
        [this](SymbolId symbol) { return m_holes.has(symbol) || m_repairing.contains(symbol); }});
    m_comparison = std::make_unique<SessionComparison>(
        SessionComparison::Parts{*m_parts.provider, m_parts.symbols, m_ledger, m_settlement, m_parts.marketNow});
    connect(m_comparison.get(), &SessionComparison::fetched, this, &GapRepair::fetched);
    connect(m_comparison.get(), &SessionComparison::compared, this, &GapRepair::publishSoon);
    connect(m_minutes.get(), &MinuteRepair::fetched, this, &GapRepair::fetched);
    connect(m_minutes.get(), &MinuteRepair::givenUp, this, [this](SymbolId symbol, Timestamp minute) {
        Q_EMIT givenUp(symbol, minute);
        noteConfirmed({{symbol, minute}}); // nothing better will come
    });
}

GapRepair::~GapRepair()
{
    publish();
}

/// The timer is not restarted: however often this is called, the state is published every PublishMs.
void GapRepair::publishSoon()
{
    if (!m_publishTimer.isActive())
        m_publishTimer.start();
}

void GapRepair::setVisible(const QStringList &symbols)
{
    assertThreadOf(this);
    m_visible = QSet<QString>(symbols.begin(), symbols.end());
}

void GapRepair::noteStored(SymbolId symbol, Timestamp until)
{
    assertThreadOf(this);
    if (!until.isValid())
        return;
    m_holes.noteStored(symbol, until);
    m_holes.add(symbol, until - BarBook::CorrectionWindow);
    publishSoon();
}

void GapRepair::restore(const Gap &gap)
{
    assertThreadOf(this);
    const auto symbol = m_parts.symbols.intern(gap.symbol);
    if (!symbol)
        return;
    m_ledger.restore(gap);
    m_settlement.open(*symbol);
    m_hasRestored = true;
    publishSoon();
    m_holes.add(*symbol, gap.from - BeforeLoss);
}

void GapRepair::noteLost(const Loss &loss)
{
    assertThreadOf(this);
    if (!loss.since.isValid())
        return; // the connection never brought anything: what was missing before still is
    // A connection that is closed on purpose while the market is closed misses nothing.
    const bool isNight =
        loss.reason == StatusReason::Requested && m_calendar.sessionAt(m_parts.marketNow()) == Session::Closed;
    for (const SymbolId symbol : loss.symbols) {
        m_holes.noteLost(symbol);
        if (!isNight)
            openHole(loss.connection, symbol, loss.since, loss.reason);
        m_holes.add(symbol, loss.since - BeforeLoss);
    }
    publishSoon();
}

void GapRepair::openHole(ConnectionId connection, SymbolId symbol, Timestamp from, StatusReason cause, bool continues)
{
    m_ledger.open(connection, m_parts.symbols.qname(symbol), from, toText(cause), continues);
    m_settlement.open(symbol);
}

void GapRepair::noteOverload(const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until)
{
    assertThreadOf(this);
    for (const SymbolId symbol : symbols)
        noteDropped(symbol, since, until, StatusReason::Overload);
    publishSoon();
}

void GapRepair::noteThrownAway(const std::vector<ThrownAway> &minutes)
{
    assertThreadOf(this);
    for (const ThrownAway &each : minutes)
        noteDropped(each.symbol, each.minute, each.minute + OneMinute, StatusReason::Unreadable);
    publishSoon();
}

void GapRepair::noteDropped(SymbolId symbol, Timestamp since, Timestamp until, StatusReason reason)
{
    openHole({}, symbol, since, reason, true);
    m_ledger.resume(m_parts.symbols.qname(symbol), until);
    m_holes.add(symbol, since - BeforeLoss);
    m_dropped.add(symbol);
}

void GapRepair::noteResumed(const std::vector<Resumption> &symbols)
{
    assertThreadOf(this);
    for (const Resumption &resumption : symbols) {
        m_holes.noteResumed(resumption.symbol, resumption.at);
        m_ledger.resume(m_parts.symbols.qname(resumption.symbol), resumption.at);
        settle(resumption.symbol);
    }
    publishSoon();
}

void GapRepair::noteDayVolumes(const std::vector<DayVolume> &bars)
{
    assertThreadOf(this);
    for (const DayVolume &bar : bars) {
        if (m_settlement.note(bar))
            settle(bar.symbol);
    }
}

void GapRepair::noteConfirmed(const std::vector<std::pair<SymbolId, Timestamp>> &minutes)
{
    assertThreadOf(this);
    for (const auto &[symbol, minute] : minutes) {
        if (m_minutes)
            m_minutes->noteConfirmed(symbol, minute);
        m_ledger.confirm(m_parts.symbols.qname(symbol), minute, wallNow());
    }
    publishSoon();
}

void GapRepair::repairHoles(const std::vector<SymbolId> &symbols)
{
    assertThreadOf(this);
    if (!m_parts.provider)
        return;
    for (const SymbolId symbol : symbols)
        repair(symbol);
}

Priority GapRepair::priorityOf(const QString &symbol) const
{
    return m_visible.contains(symbol) ? Priority::Visible : Priority::Background;
}

/// Trading hours in which the program was not running are a hole as well.
void GapRepair::openTimeNotRunning(const QString &name, SymbolId symbol)
{
    const auto missed = m_holes.takeTimeNotRunning(symbol, m_parts.marketNow());
    if (!missed)
        return;
    openHole({}, symbol, missed->from, StatusReason::NotRunning);
    if (missed->to)
        m_ledger.resume(name, *missed->to);
}

void GapRepair::repair(SymbolId symbol)
{
    const QString name = m_parts.symbols.qname(symbol);
    const Timestamp now = m_parts.marketNow();
    openTimeNotRunning(name, symbol);
    Timestamp from = m_holes.takeStart(symbol, now);
    for (const GapLedger::Open &hole : m_ledger.open(name)) // whatever has been asked for of it before
        from = std::min(from, std::max(hole.from.floorTo(OneMinute), HoleBook::oldest(now)));
    m_repairing.insert(symbol);
    publishSoon();
    m_parts.provider->bars(
        name, Timespan::Minute, from, now + OneDay, priorityOf(name),
        [this, symbol, name, from, asked = now, serial = m_ledger.serial()](const Expected<FetchedBars> &found) {
            m_repairing.remove(symbol);
            if (!found) {
                noteFailure(symbol, from, found.error());
                return;
            }
            Q_EMIT fetched(name, found->bars);
            if (!found->isWhole()) {
                noteFailure(symbol, from, Error{ErrorCode::BadInput, leftOutText(*found)});
                return;
            }
            ++m_state.repaired;
            takeIn(symbol, from, asked, serial, *found);
            if (!m_ledger.hasOpen(name))
                m_rechecks.add(symbol, asked - BeforeLoss, asked, RecheckAfter);
        });
}

/// All minutes from @p from on that were over at market time @p asked.
void GapRepair::takeIn(SymbolId symbol, Timestamp from, Timestamp asked, std::uint64_t serial, const FetchedBars &found)
{
    const QString name = m_parts.symbols.qname(symbol);
    m_settlement.noteMinutes(symbol, found.bars);
    if (m_calendar.sessionAt(asked) == Session::Closed) {
        // No event will come before the next opening: REST has given all there is.
        m_ledger.resume(name, std::min(asked, m_calendar.currentOrPrevious(asked).postClose));
        m_ledger.confirm(name, asked, wallNow());
    }
    m_ledger.fetched(name, from, asked, serial, wallNow());
    settle(symbol);
    publishSoon();
}

/// Whether the symbol's holes are repaired now; what is still to be fetched is fetched later.
void GapRepair::settle(SymbolId symbol)
{
    const auto from = m_settlement.settle(symbol, isClosed(), wallNow());
    if (from && !m_repairing.contains(symbol) && !m_rechecks.has(symbol))
        m_rechecks.add(symbol, *from, m_parts.marketNow(), RecheckAfter * growth(symbol));
    publishSoon();
}

/// Of the pause before the symbol's holes are fetched again.
int GapRepair::growth(SymbolId symbol)
{
    return 1 << std::min(m_settlement.countAttempt(symbol), MostDoublings);
}

/// REST may still have been incomplete for the newest minutes.
void GapRepair::recheck(const Rechecks::Range &range, Timestamp now)
{
    const SymbolId symbol = range.symbol;
    const QString name = m_parts.symbols.qname(symbol);
    const Timestamp from = range.from.floorTo(OneMinute);
    m_parts.provider->bars(
        name, Timespan::Minute, from, now, priorityOf(name),
        [this, symbol, name, from, asked = now, serial = m_ledger.serial()](const Expected<FetchedBars> &found) {
            if (found)
                Q_EMIT fetched(name, found->bars);
            if (found && found->isWhole()) {
                takeIn(symbol, from, asked, serial, *found);
                return;
            }
            m_settlement.explain(symbol, found ? leftOutText(*found) : found.error().detail);
            m_rechecks.add(symbol, from, m_parts.marketNow(), RecheckAfter * growth(symbol));
        });
}

void GapRepair::noteFailure(SymbolId symbol, Timestamp from, const Error &error)
{
    ++m_state.failed;
    m_state.lastError = error.detail;
    m_holes.add(symbol, from);
    m_settlement.explain(symbol, error.detail);
    qCWarning(lcRepair).noquote() << m_parts.symbols.qname(symbol) << "minutes not repaired:" << error.detail;
    m_later.after(RepairRetryMs * growth(symbol), [this, symbol] {
        if (m_holes.has(symbol) && !m_repairing.contains(symbol))
            repair(symbol);
    });
    publishSoon();
}

void GapRepair::repairMinute(SymbolId symbol, Timestamp minute)
{
    assertThreadOf(this);
    if (m_minutes)
        m_minutes->repair(symbol, minute);
}

void GapRepair::takeCorrections(const QStringList &symbols, Timestamp from, Timestamp to)
{
    assertThreadOf(this);
    if (m_comparison)
        m_comparison->compare(symbols, from, to);
}

void GapRepair::publish()
{
    WriteBatch batch;
    batch.gaps = m_ledger.takeChanged();
    if (!batch.gaps.empty() || m_hasRestored) {
        m_hasRestored = false;
        m_parts.store.add(std::move(batch));
        GapHealth gaps;
        gaps.list = m_ledger.list();
        gaps.unexplained = m_ledger.unexplained();
        for (std::uint8_t id = 0; id < gaps.count.size(); ++id) {
            gaps.count[id] = m_ledger.count({id});
            gaps.repaired[id] = m_ledger.repaired({id});
        }
        m_parts.health.setGaps(std::move(gaps));
    }
    m_state.waiting = static_cast<int>(m_repairing.size());
    m_state.unasked = m_holes.unasked();
    m_parts.health.setRepair(m_state);
}

} // namespace tickstock
