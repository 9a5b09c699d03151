// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/simulator/tapeevent.h"

#include <functional>
#include <map>

namespace tickstock::simulator {

/// What the channel LULD says: the price band of each followed symbol when it is subscribed and when its price has
/// moved by a hundredth, in the regular session; halts and their ends. One thread.
class BandTape
{
public:
    /// The vendor documents these two; the last is what its sample of a band has.
    static constexpr int HaltIndicator = 17;
    static constexpr int ResumptionIndicator = 18;
    static constexpr int BandIndicator = 21;
    using Sink = std::function<void(const TapeEvent &)>;
    /// A symbol's last minute; nothing if it did not trade.
    using LastMinute = std::function<std::optional<SimBar>(std::size_t symbol)>;

    explicit BandTape(std::size_t symbols)
        : m_bands(symbols)
    {
    }

    /// A band falls due with the next second.
    void follow(std::size_t symbol);
    /// The symbol is halted from now on.
    void halt(std::size_t symbol, Timestamp now, Timestamp until, const Sink &sink);
    /// Market time moves on; bands go out at whole seconds.
    void advanceTo(Timestamp now, const LastMinute &lastMinute, const Sink &sink);

private:
    struct Band
    {
        bool isFollowed = false;
        bool isDue = false;
        double reference = 0; // price in its middle
        std::int64_t sequence = 0;
    };

    void emitBand(std::size_t symbol, Timestamp now, int indicator, const Sink &sink);

    std::vector<Band> m_bands; // by symbol
    std::vector<std::size_t> m_followed;
    std::multimap<Timestamp, std::size_t> m_resumptions; // symbols by the end of their halt
    ExchangeCalendar m_calendar;
};

} // namespace tickstock::simulator
