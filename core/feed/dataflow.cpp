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
    if (m_dataEnd.isValid()) {
        m_volumesBefore = std::move(m_volumes);
        m_dataEndBefore = m_dataEnd;
    }
    m_lastFrame = now.steady;
    m_firstData.reset();
    m_doubtfulPause.reset();
    m_tornSince.reset();
    m_volumes = {};
    m_dataEnd = m_regularFrom = {};
}

Milliseconds DataFlow::receiveFrame(Moment now)
{
    const Milliseconds before = silence(now);
    m_lastFrame = now.steady;
    return before;
}

bool DataFlow::isInterrupted(Milliseconds silence, Moment now)
{
    return m_firstData && m_limits.isUnusual(silence) && isMarketOpen(now.wall, m_dataEnd);
}

void DataFlow::frameTorn()
{
    if (m_dataEnd.isValid() && !m_tornSince)
        m_tornSince = m_dataEnd;
}

void DataFlow::receive(const std::vector<Tick> &ticks, Moment now)
{
    learn(ticks, now);
    for (const Tick &tick : ticks) {
        m_clock.observe(tick.end, now.wall);
        m_dataEnd = std::max(m_dataEnd, tick.end);
    }
    if (!m_firstData)
        m_firstData = now.steady;
    m_lastData = now.steady;
    m_hasGivenUp = false;
    if (hoursAt(m_dataEnd).at(m_dataEnd) != Session::Regular)
        m_regularFrom = {};
    else if (!m_regularFrom.isValid())
        m_regularFrom = m_dataEnd;
}

/// A pause is ordinary unless the data that follow prove a loss: those of the frame that ends it, else the next. One
/// that outlasted its connection, given up in vain, is so only if they prove that nothing is missing.
void DataFlow::learn(const std::vector<Tick> &ticks, Moment now)
{
    const Timestamp dataEnd = m_firstData ? m_dataEnd : m_dataEndBefore;
    if (!m_lastData || (!m_firstData && !m_hasGivenUp) || !isMarketOpen(now.wall, dataEnd))
        return;
    const Milliseconds pause = now.steady - *m_lastData;
    const bool isDoubtful = !m_firstData || m_limits.isUnusual(pause);
    m_limits.pauseEnded(pause, !isDoubtful);
    if (isDoubtful)
        m_doubtfulPause = pause;
    if (!m_doubtfulPause)
        return;
    const VolumeContinuity::Evidence evidence = (m_firstData ? m_volumes : m_volumesBefore).evidence(ticks);
    if (evidence == VolumeContinuity::Evidence::Continuous)
        m_limits.learn(*m_doubtfulPause);
    if (evidence != VolumeContinuity::Evidence::None || !m_firstData)
        m_doubtfulPause.reset();
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

void DataFlow::subscriptionsBegin(Moment now)
{
    m_lastFrame = now.steady;
    m_lastData.reset();
}

DataFlow::Judgement DataFlow::judge(Moment now, bool hasSymbols, bool isStalled)
{
    Milliseconds silent = silence(now);
    if (m_doubtfulPause && silent >= SilenceWatch::ShortestHiccup) // what follows tells nothing, and seldom comes
        m_limits.learn(*std::exchange(m_doubtfulPause, std::nullopt));
    // A delayed plan's clock stands still with its events; here it must go on, or its market would never close.
    const Timestamp market = m_clock.followsFeed() ? m_clock.now(now.wall) + silent : now.wall;
    const SessionHours &hours = hoursAt(market);
    const bool isOpen = hours.at(market) != Session::Closed;
    if (isOpen) // the night before the opening was no stall
        silent = std::min(silent, market - hours.preOpen);
    const Verdict verdict = verdictOn(silent, isOpen, hasSymbols, isStalled);
    if (verdict == Verdict::GivenUp) {
        m_limits.gaveUp();
        m_hasGivenUp = true;
    }
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
    return m_firstData && isMarketOpen(now.wall, m_dataEnd) && m_limits.isUnusual(silence(now));
}

std::optional<Milliseconds> DataFlow::flowingFor(Moment now) const
{
    return m_firstData ? std::optional(now.steady - *m_firstData) : std::nullopt;
}

/// Those of the session that holds the time, else of the last one before it. Asked with each frame, and the calendar
/// takes longer than all else that is done with a small one. @return valid until the next call
const SessionHours &DataFlow::hoursAt(Timestamp market) const
{
    if (market < m_hours.preOpen || market >= m_hours.postClose)
        m_hours = m_calendar.currentOrPrevious(market);
    return m_hours;
}

/// @param dataEnd of the newest data; that of an earlier session says nothing about this one
bool DataFlow::isMarketOpen(Timestamp wall, Timestamp dataEnd) const
{
    const Timestamp market = m_clock.now(wall);
    const SessionHours &hours = hoursAt(market);
    return dataEnd.isValid() && hours.at(market) != Session::Closed && dataEnd >= hours.preOpen;
}

} // namespace tickstock
