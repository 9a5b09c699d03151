// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/moment.h"
#include "core/feed/silencewatch.h"
#include "core/feed/volumecontinuity.h"
#include "core/market/exchangecalendar.h"
#include "core/market/marketclock.h"

#include <optional>
#include <utility>
#include <vector>

namespace tickstock {

/// Judges whether the data of one connection flows: what a silence means, when it is a stall, and whether one that was
/// too short for that has cost data. The night between two sessions is no silence. A value: it knows no clock and no
/// socket, and emits nothing.
class DataFlow
{
public:
    enum class Verdict {
        Normal,          ///< or nothing has changed
        NoSubscriptions, ///< silent because nothing is subscribed
        MarketClosed,    ///< silent because nothing is traded
        Stalled,         ///< silent while data is expected
        GivenUp          ///< has been stalled for as long again
    };
    struct Judgement
    {
        Verdict verdict = Verdict::Normal;
        Milliseconds silence{0}; ///< while data was expected
    };
    struct Missing
    {
        std::vector<SymbolId> symbols;
        Timestamp since; ///< market time; begin of the earliest silence
    };

    /// Of market time: a symbol without data may have been unlucky for so long.
    static constexpr Milliseconds SilentAfter = 5 * OneMinute;

    DataFlow(Milliseconds stall, bool carriesMinutesOnly, MarketClockMode clock);

    /// A new connection begins.
    void restart(Moment now);
    /// The server has accepted the key: what comes from now on are data.
    void authenticated() { m_firstData.reset(); }
    /// The first symbols are subscribed: it has been silent because there were none.
    void subscriptionsBegin(Moment now);
    /// Symbols have been confirmed that were not before.
    void subscriptionsChanged() { m_regularFrom = {}; }

    /// A frame has come. Returns how long the connection had been silent.
    Milliseconds receiveFrame(Moment now);
    /// The frame holds data, after a silence. True if the symbols' minutes since dataEnd() may be incomplete.
    bool isInterrupted(Milliseconds silence, Moment now);
    /// These symbols may have lost data since dataEnd(); each is judged by its next bar.
    void suspect(const std::vector<SymbolId> &symbols) { m_volumes.suspect(symbols, m_dataEnd); }
    /// A frame broke off: it may have said something of any symbol since dataEnd().
    void frameTorn();
    /// Since when that is, once.
    std::optional<Timestamp> takeTorn() { return std::exchange(m_tornSince, std::nullopt); }
    /// The data of the frame. What kind of pause they end is learnt.
    void receive(const std::vector<Tick> &ticks, Moment now);
    /// Symbols of which the data proves that something before it is missing. Once for each frame.
    Missing missingBefore(const std::vector<Tick> &ticks);

    /// What the silence until now means. @param isStalled whether it was judged stalled already
    Judgement judge(Moment now, bool hasSymbols, bool isStalled);
    /// Has been silent for unusually long while data is expected.
    bool isSilent(Moment now) const;
    Milliseconds silence(Moment now) const { return now.steady - m_lastFrame; }
    /// Time since the first data of this connection; nothing if none has come.
    std::optional<Milliseconds> flowingFor(Moment now) const;
    /// Data of the same symbols have flowed in the regular session for so long that those without any are remarkable.
    bool hasShownItsSymbols() const { return m_regularFrom.isValid() && m_dataEnd - m_regularFrom >= SilentAfter; }
    /// Market time of the newest data of this connection.
    Timestamp dataEnd() const { return m_dataEnd; }
    /// Market time is not wall time: simulation, replay or a delayed plan.
    bool followsFeed() const { return m_clock.followsFeed(); }

private:
    Verdict verdictOn(Milliseconds silence, bool isOpen, bool hasSymbols, bool isStalled) const;
    bool isMarketOpen(Timestamp wall, Timestamp dataEnd) const;
    const SessionHours &hoursAt(Timestamp market) const;
    void learn(const std::vector<Tick> &ticks, Moment now);

    SilenceWatch m_limits;
    VolumeContinuity m_volumes;
    VolumeContinuity m_volumesBefore; // of the connection before
    ExchangeCalendar m_calendar;
    mutable SessionHours m_hours; // looked up last
    MarketClock m_clock;
    Milliseconds m_lastFrame{0};                 // steady times
    std::optional<Milliseconds> m_firstData;     // of this connection
    std::optional<Milliseconds> m_lastData;      // of whatever connection
    std::optional<Milliseconds> m_doubtfulPause; // has ended, and is not judged yet
    Timestamp m_dataEnd;
    Timestamp m_dataEndBefore; // of the connection before
    std::optional<Timestamp> m_tornSince;
    Timestamp m_regularFrom;   // market time; not valid: not in the regular session
    bool m_hasGivenUp = false; // the connection before, because of its silence
};

} // namespace tickstock
