// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gaprepair.h"

#include "core/market/barbook.h"
#include "core/types/threadcheck.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRepair, "tickstock.repair", QtInfoMsg)

constexpr int RepairRetryMs = OneMinute.count();
constexpr int PublishMs = 200;
constexpr int RecheckMs = 500;
constexpr int OverloadCalmMs = 5'000;
/// A loss may also have cost corrections of earlier minutes: the repair begins so long before it.
constexpr Milliseconds BeforeLoss = BarBook::CorrectionWindow + OneMinute;
constexpr Milliseconds RecheckAfter = BarBook::RestCompleteAfter + Milliseconds(5'000);

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

GapRepair::GapRepair(Parts parts)
    : m_parts(std::move(parts))
{
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(PublishMs);
    connect(&m_publishTimer, &QTimer::timeout, this, &GapRepair::publish);
    m_recheckTimer.setInterval(RecheckMs);
    connect(&m_recheckTimer, &QTimer::timeout, this, &GapRepair::recheckDue);
    m_recheckTimer.start();
    m_overloadTimer.setSingleShot(true);
    m_overloadTimer.setInterval(OverloadCalmMs);
    connect(&m_overloadTimer, &QTimer::timeout, this, &GapRepair::endOverload);
    if (m_parts.provider)
        makeMinuteRepair();
}

void GapRepair::makeMinuteRepair()
{
    m_minutes = std::make_unique<MinuteRepair>(MinuteRepair::Parts{
        *m_parts.provider, m_parts.symbols, [this](const QString &symbol) { return priorityOf(symbol); },
        [this](SymbolId symbol) { return m_holes.has(symbol) || m_repairing.contains(symbol); }});
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
            m_ledger.open(loss.connection, m_parts.symbols.qname(symbol), loss.since, toText(loss.reason));
        m_holes.add(symbol, loss.since - BeforeLoss);
    }
    publishSoon();
}

void GapRepair::noteOverload(const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until)
{
    assertThreadOf(this);
    for (const SymbolId symbol : symbols) {
        const QString name = m_parts.symbols.qname(symbol);
        m_ledger.open({}, name, since, toText(StatusReason::Overload), true);
        m_ledger.resume(name, until);
        m_holes.add(symbol, since - BeforeLoss);
    }
    m_overloaded.insert(symbols.begin(), symbols.end());
    m_overloadTimer.start();
    publishSoon();
}

void GapRepair::endOverload()
{
    const std::vector<SymbolId> symbols(m_overloaded.begin(), m_overloaded.end());
    m_overloaded.clear();
    repairHoles(symbols);
}

void GapRepair::noteResumed(const std::vector<Resumption> &symbols)
{
    assertThreadOf(this);
    for (const Resumption &resumption : symbols) {
        m_holes.noteResumed(resumption.symbol, resumption.at);
        m_ledger.resume(m_parts.symbols.qname(resumption.symbol), resumption.at);
    }
    publishSoon();
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
    m_ledger.open({}, name, missed->from, toText(StatusReason::NotRunning));
    if (missed->to)
        m_ledger.resume(name, *missed->to);
}

void GapRepair::repair(SymbolId symbol)
{
    const QString name = m_parts.symbols.qname(symbol);
    const Timestamp now = m_parts.marketNow();
    openTimeNotRunning(name, symbol);
    const Timestamp from = m_holes.takeStart(symbol, now);
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
            if (found->isWhole())
                noteFetched(symbol, name, from, asked, serial);
            else
                noteFailure(symbol, from, Error{ErrorCode::BadInput, leftOutText(*found)});
        });
}

void GapRepair::noteFetched(SymbolId symbol, const QString &name, Timestamp from, Timestamp asked, std::uint64_t serial)
{
    ++m_state.repaired;
    recheckLater(symbol, asked - BarBook::RestCompleteAfter - OneMinute);
    m_ledger.fetched(name, from, serial, wallNow());
    if (m_calendar.sessionAt(asked) == Session::Closed) {
        // No event will come before the next opening: REST has given all there is.
        m_ledger.resume(name, asked);
        m_ledger.confirm(name, asked, wallNow());
    }
    publishSoon();
}

void GapRepair::recheckLater(SymbolId symbol, Timestamp from)
{
    const Timestamp due = m_parts.marketNow() + RecheckAfter;
    const auto [waiting, isNew] = m_rechecks.try_emplace(symbol, Recheck{from, due});
    if (!isNew)
        waiting->second = {std::min(waiting->second.from, from), due};
}

void GapRepair::recheckDue()
{
    const Timestamp now = m_rechecks.empty() ? Timestamp() : m_parts.marketNow();
    for (auto it = m_rechecks.begin(); it != m_rechecks.end();) {
        const SymbolId symbol = it->first;
        const Timestamp from = it->second.from;
        if (it->second.due > now) {
            ++it;
            continue;
        }
        it = m_rechecks.erase(it);
        const QString name = m_parts.symbols.qname(symbol);
        m_parts.provider->bars(name, Timespan::Minute, from.floorTo(OneMinute), now, priorityOf(name),
                               [this, symbol, from, name](const Expected<FetchedBars> &found) {
                                   if (found)
                                       Q_EMIT fetched(name, found->bars);
                                   if (!found || !found->isWhole())
                                       recheckLater(symbol, from);
                               });
    }
}

void GapRepair::noteFailure(SymbolId symbol, Timestamp from, const Error &error)
{
    ++m_state.failed;
    m_state.lastError = error.detail;
    m_holes.add(symbol, from);
    qCWarning(lcRepair).noquote() << m_parts.symbols.qname(symbol) << "minutes not repaired:" << error.detail;
    QTimer::singleShot(RepairRetryMs, this, [this, symbol] {
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
    if (!m_parts.provider)
        return;
    qCInfo(lcRepair) << "comparing the session with REST for" << symbols.size() << "symbol(s)";
    for (const QString &name : symbols) {
        m_parts.provider->bars(name, Timespan::Minute, from, to - Milliseconds(1), Priority::Background,
                               [this, name, from, to](const Expected<FetchedBars> &found) {
                                   if (found)
                                       Q_EMIT fetched(name, found->bars);
                                   else
                                       QTimer::singleShot(RepairRetryMs, this,
                                                          [=, this] { takeCorrections({name}, from, to); });
                               });
    }
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
