// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/dataflow.h"

#include <algorithm>

namespace tickstock {

DataFlow::DataFlow(Milliseconds stall, bool carriesMinutesOnly, MarketClockMode clock)
    : m_limits(stall, carriesMinutesOnly)
    , m_clock(clock)
{
}

void DataFlow::restart(Moment now)
{
    m_lastFrame = now.steady;
    m_firstData.reset();
    m_volumes = {};
    m_dataEnd = {};
}

Milliseconds DataFlow::receiveFrame(Moment now)
{
    const Milliseconds before = silence(now);
    m_lastFrame = now.steady;
    return before;
}

bool DataFlow::isInterrupted(Milliseconds silence, Moment now)
{
    const bool isUnusual = m_firstData && m_limits.frameCame(silence);
    return isUnusual && m_dataEnd.isValid() && isMarketOpen(now.wall);
}

void DataFlow::receive(const std::vector<Tick> &ticks, Moment now)
{
    for (const Tick &tick : ticks) {
        m_clock.observe(tick.end, now.wall);
        m_dataEnd = std::max(m_dataEnd, tick.end);
    }
    if (!m_firstData)
        m_firstData = now.steady;
}

DataFlow::Missing DataFlow::missingBefore(const std::vector<Tick> &ticks)
{
    Missing missing;
    for (const Tick &tick : ticks) {
        if (!m_volumes.proveLoss(tick))
            continue;
        const Timestamp since = m_volumes.silentSince(tick.symbol);
        missing.since = missing.symbols.empty() ? since : std::min(missing.since, since);
        missing.symbols.push_back(tick.symbol);
    }
    return missing;
}

DataFlow::Judgement DataFlow::judge(Moment now, bool hasSymbols, bool isStalled)
{
    Milliseconds silent = silence(now);
    // A delayed plan's clock stands still with its events; here it must go on, or its market would never close.
    const Timestamp market = m_clock.followsFeed() ? m_clock.now(now.wall) + silent : now.wall;
    const auto hours = m_calendar.currentOrPrevious(market);
    const bool isOpen = hours.at(market) != Session::Closed;
    if (isOpen) // the night before the opening was no stall
        silent = std::min(silent, market - hours.preOpen);
    const Verdict verdict = verdictOn(silent, isOpen, hasSymbols, isStalled);
    if (verdict == Verdict::GivenUp)
        m_limits.gaveUp();
    return {verdict, silent};
}

DataFlow::Verdict DataFlow::verdictOn(Milliseconds silence, bool isOpen, bool hasSymbols, bool isStalled) const
{
    const Milliseconds limit = m_limits.limit();
    if (!hasSymbols && !isStalled) // one that is stalled has no symbols because they have moved away
        return silence >= OneSecond ? Verdict::NoSubscriptions : Verdict::Normal;
    if (!isOpen)
        return silence >= limit ? Verdict::MarketClosed : Verdict::Normal;
    if (isStalled)
        return silence >= limit * 2 ? Verdict::GivenUp : Verdict::Normal;
    return silence >= limit ? Verdict::Stalled : Verdict::Normal;
}

bool DataFlow::isSilent(Moment now) const
{
    return m_firstData && isMarketOpen(now.wall) && m_limits.isUnusual(silence(now));
}

std::optional<Milliseconds> DataFlow::flowingFor(Moment now) const
{
    return m_firstData ? std::optional(now.steady - *m_firstData) : std::nullopt;
}

bool DataFlow::isMarketOpen(Timestamp wall) const
{
    const Timestamp market = m_clock.now(wall);
    const auto hours = m_calendar.currentOrPrevious(market);
    return hours.at(market) != Session::Closed && m_dataEnd >= hours.preOpen;
}

} // namespace tickstock
