// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gaprepair.h"

#include "core/market/barbook.h"
#include "core/market/newyork.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>
#include <array>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRepair, "tickstock.repair", QtInfoMsg)

constexpr int RepairRetryMs = OneMinute.count();
constexpr int ReportMs = 200;
constexpr int RecheckMs = 500;
constexpr int OverloadCalmMs = 5'000;
constexpr Milliseconds RecheckAfter = BarBook::RestSettling + Milliseconds(5'000);
/// When REST is asked for a single minute: it may take a while to appear there.
constexpr std::array MinuteAttemptsMs{1'000, 15'000, 130'000};

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

GapRepair::GapRepair(Parts parts)
    : m_parts(std::move(parts))
{
    m_reportTimer.setSingleShot(true);
    m_reportTimer.setInterval(ReportMs);
    connect(&m_reportTimer, &QTimer::timeout, this, &GapRepair::report);
    m_recheckTimer.setInterval(RecheckMs);
    connect(&m_recheckTimer, &QTimer::timeout, this, &GapRepair::recheckDue);
    m_recheckTimer.start();
    m_overloadTimer.setSingleShot(true);
    m_overloadTimer.setInterval(OverloadCalmMs);
    connect(&m_overloadTimer, &QTimer::timeout, this, &GapRepair::endOverload);
}

GapRepair::~GapRepair()
{
    report();
}

/// Not later and later while answers keep coming.
void GapRepair::reportSoon()
{
    if (!m_reportTimer.isActive())
        m_reportTimer.start();
}

void GapRepair::noteStored(SymbolId symbol, Timestamp until)
{
    if (!until.isValid())
        return;
    m_storedUntil.insert(symbol, until);
    lowerHole(symbol, until - BarBook::CorrectionWindow);
    reportSoon();
}

void GapRepair::restore(const Gap &gap)
{
    const auto symbol = m_parts.symbols.intern(gap.symbol);
    if (!symbol)
        return;
    m_ledger.restore(gap);
    m_mustPublish = true;
    reportSoon();
    lowerHole(*symbol, gap.from - BarBook::CorrectionWindow - OneMinute);
}

void GapRepair::lowerHole(SymbolId symbol, Timestamp from)
{
    const auto known = m_holeSince.constFind(symbol);
    m_holeSince.insert(symbol, known == m_holeSince.cend() ? from : std::min(*known, from));
}

void GapRepair::noteLost(const Loss &loss)
{
    if (!loss.since.isValid())
        return; // nothing came by that connection: what was missing before is missing still
    // Closed on purpose after the session: nothing is missed until the next one opens.
    const bool isNight =
        loss.reason == StatusReason::Requested && m_calendar.sessionAt(m_parts.marketNow()) == Session::Closed;
    for (const SymbolId symbol : loss.symbols) {
        m_resumedAt.remove(symbol);
        if (!isNight)
            m_ledger.open(loss.connection, m_parts.symbols.qname(symbol), loss.since, toText(loss.reason));
        // Corrections of earlier minutes, too, may have been sent meanwhile.
        lowerHole(symbol, loss.since - BarBook::CorrectionWindow - OneMinute);
    }
    reportSoon();
}

void GapRepair::noteOverload(const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until)
{
    for (const SymbolId symbol : symbols) {
        const QString name = m_parts.symbols.qname(symbol);
        m_ledger.open({}, name, since, toText(StatusReason::Overload), true);
        m_ledger.resume(name, until);
        lowerHole(symbol, since - BarBook::CorrectionWindow - OneMinute);
    }
    m_overloaded.insert(symbols.begin(), symbols.end());
    m_overloadTimer.start();
    reportSoon();
}

void GapRepair::endOverload()
{
    const std::vector<SymbolId> symbols(m_overloaded.begin(), m_overloaded.end());
    m_overloaded.clear();
    repairHoles(symbols);
}

void GapRepair::noteResumed(const std::vector<Resumption> &symbols)
{
    for (const Resumption &resumption : symbols) {
        m_resumedAt.insert(resumption.symbol, resumption.at);
        m_ledger.resume(m_parts.symbols.qname(resumption.symbol), resumption.at);
    }
    reportSoon();
}

void GapRepair::noteSettled(const std::vector<std::pair<SymbolId, Timestamp>> &minutes)
{
    for (const auto &[symbol, minute] : minutes) {
        m_uncertain.erase({symbol, minute});
        m_ledger.settle(m_parts.symbols.qname(symbol), minute, wallNow());
    }
    reportSoon();
}

void GapRepair::repairHoles(const std::vector<SymbolId> &symbols)
{
    if (!m_parts.provider)
        return;
    for (const SymbolId symbol : symbols)
        repair(symbol);
}

Priority GapRepair::priorityOf(const QString &symbol) const
{
    return m_visible.contains(symbol) ? Priority::Visible : Priority::Background;
}

/// Trading hours between the last stored minute and the first event, which may have come before, are a hole, too.
void GapRepair::noteTimeNotRunning(const QString &name, SymbolId symbol)
{
    const auto stored = m_storedUntil.constFind(symbol);
    if (stored == m_storedUntil.cend())
        return;
    const auto resumed = m_resumedAt.constFind(symbol);
    const Timestamp now = resumed == m_resumedAt.cend() ? m_parts.marketNow() : *resumed;
    const Timestamp from = *stored + OneMinute;
    m_storedUntil.erase(stored);
    const SessionHours today = m_calendar.currentOrPrevious(now), then = m_calendar.currentOrPrevious(from);
    const bool sinceThen = std::min(now, then.postClose) - from > OneMinute;
    const bool sinceOpening = today.date != then.date && now - today.preOpen > OneMinute;
    if (!sinceThen && !sinceOpening)
        return;
    m_ledger.open({}, name, from, toText(StatusReason::NotRunning));
    if (resumed != m_resumedAt.cend())
        m_ledger.resume(name, *resumed);
}

/// From the last complete minute, at most some sessions back; the running session's start when nothing is known.
void GapRepair::repair(SymbolId symbol)
{
    const QString name = m_parts.symbols.qname(symbol);
    const Timestamp now = m_parts.marketNow();
    noteTimeNotRunning(name, symbol);
    QDate oldestDay = newyork::date(now);
    for (int i = 0; i < Sessions; ++i)
        oldestDay = ExchangeCalendar::previousTradingDay(oldestDay);
    const auto hole = m_holeSince.constFind(symbol);
    const Timestamp from = hole == m_holeSince.cend()
                               ? m_calendar.currentOrPrevious(now).preOpen
                               : std::max(*hole, newyork::toUtc(oldestDay, QTime(0, 0))).floorTo(OneMinute);
    m_holeSince.remove(symbol); // noted again if this fails, or if the connection is lost meanwhile
    m_repairing.insert(symbol);
    reportSoon();
    m_parts.provider->bars(
        name, Timespan::Minute, from, now + OneDay, priorityOf(name),
        [this, symbol, name, from, asked = now, serial = m_ledger.serial()](const Expected<std::vector<Bar>> &bars) {
            m_repairing.remove(symbol);
            if (!bars) {
                noteFailure(symbol, from, bars.error());
                return;
            }
            ++m_state.repaired;
            recheckSoon(symbol, asked - BarBook::RestSettling - OneMinute);
            Q_EMIT fetched(name, *bars);
            m_ledger.fetched(name, from, serial, wallNow());
            if (m_calendar.sessionAt(asked) == Session::Closed) {
                // Nothing will come before the next opening: REST has said all there is.
                m_ledger.resume(name, asked);
                m_ledger.settle(name, asked, wallNow());
            }
            reportSoon();
        });
}

void GapRepair::recheckSoon(SymbolId symbol, Timestamp from)
{
    const Timestamp due = m_parts.marketNow() + RecheckAfter;
    const auto [waiting, isNew] = m_rechecks.try_emplace(symbol, from, due);
    if (!isNew)
        waiting->second = {std::min(waiting->second.first, from), due};
}

void GapRepair::recheckDue()
{
    const Timestamp now = m_rechecks.empty() ? Timestamp() : m_parts.marketNow();
    for (auto it = m_rechecks.begin(); it != m_rechecks.end();) {
        const SymbolId symbol = it->first;
        const Timestamp from = it->second.first, due = it->second.second;
        if (due > now) {
            ++it;
            continue;
        }
        it = m_rechecks.erase(it);
        const QString name = m_parts.symbols.qname(symbol);
        m_parts.provider->bars(name, Timespan::Minute, from.floorTo(OneMinute), now, priorityOf(name),
                               [this, symbol, from, name](const Expected<std::vector<Bar>> &bars) {
                                   if (bars)
                                       Q_EMIT fetched(name, *bars);
                                   else
                                       recheckSoon(symbol, from);
                               });
    }
}

void GapRepair::noteFailure(SymbolId symbol, Timestamp from, const Error &error)
{
    ++m_state.failed;
    m_state.lastError = error.detail;
    lowerHole(symbol, from);
    qCWarning(lcRepair).noquote() << m_parts.symbols.qname(symbol) << "minutes not repaired:" << error.detail;
    QTimer::singleShot(RepairRetryMs, this, [this, symbol] {
        if (m_holeSince.contains(symbol) && !m_repairing.contains(symbol))
            repair(symbol);
    });
    reportSoon();
}

void GapRepair::repairMinute(SymbolId symbol, Timestamp minute, std::size_t attempt)
{
    if (!m_parts.provider)
        return;
    if (attempt == 0)
        m_uncertain.emplace(symbol, minute);
    if (attempt < MinuteAttemptsMs.size()) {
        QTimer::singleShot(MinuteAttemptsMs[attempt], this, [=, this] { askForMinute(symbol, minute, attempt); });
        return;
    }
    Q_EMIT givenUp(symbol, minute);
    noteSettled({{symbol, minute}});
}

void GapRepair::askForMinute(SymbolId symbol, Timestamp minute, std::size_t attempt)
{
    if (!m_uncertain.contains({symbol, minute}))
        return; // AM or a repair was faster
    const bool willBeRepaired = m_holeSince.contains(symbol) || m_repairing.contains(symbol);
    if (willBeRepaired && attempt + 1 < MinuteAttemptsMs.size()) {
        repairMinute(symbol, minute, attempt + 1);
        return;
    }
    const QString name = m_parts.symbols.qname(symbol);
    m_parts.provider->bars(name, Timespan::Minute, minute, minute + OneMinute - Milliseconds(1), priorityOf(name),
                           [this, symbol, minute, attempt, name](const Expected<std::vector<Bar>> &bars) {
                               if (!bars) // REST itself is in trouble: that says nothing about the minute
                                   QTimer::singleShot(RepairRetryMs, this,
                                                      [=, this] { askForMinute(symbol, minute, attempt); });
                               else if (!bars->empty())
                                   Q_EMIT fetched(name, *bars);
                               else
                                   repairMinute(symbol, minute, attempt + 1); // not there yet, or no trade at all
                           });
}

void GapRepair::takeCorrections(const QStringList &symbols, Timestamp from, Timestamp to)
{
    if (!m_parts.provider)
        return;
    qCInfo(lcRepair) << "comparing the session with REST for" << symbols.size() << "symbol(s)";
    for (const QString &name : symbols) {
        m_parts.provider->bars(name, Timespan::Minute, from, to - Milliseconds(1), Priority::Background,
                               [this, name, from, to](const Expected<std::vector<Bar>> &bars) {
                                   if (bars)
                                       Q_EMIT fetched(name, *bars);
                                   else
                                       QTimer::singleShot(RepairRetryMs, this,
                                                          [=, this] { takeCorrections({name}, from, to); });
                               });
    }
}

void GapRepair::report()
{
    WriteBatch batch;
    batch.gaps = m_ledger.takeChanged();
    if (!batch.gaps.empty() || std::exchange(m_mustPublish, false)) {
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
    m_state.unasked = static_cast<int>(m_holeSince.size() + m_storedUntil.size());
    m_parts.health.setRepair(m_state);
}

} // namespace tickstock
