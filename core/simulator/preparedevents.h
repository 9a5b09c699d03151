// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"

#include <array>
#include <string>
#include <vector>

namespace tickstock::simulator {

/// Second bars as text, written once and sent many times: each time only the digits of time and of the day's volume
/// change. A symbol has several versions, one after another, so that prices move. A value.
class PreparedEvents
{
public:
    explicit PreparedEvents(const std::vector<std::string> &symbols);

    /// One second of the market: what changes from one second to the next. A value.
    class Second
    {
    public:
        /// The first second of the session that runs at @p from or comes next.
        explicit Second(Timestamp from);
        Timestamp start() const { return m_start; }
        /// On to the next second in which the exchange is open.
        void advance();

    private:
        friend class PreparedEvents;
        void write();

        ExchangeCalendar m_calendar;
        Timestamp m_start, m_close;
        std::int64_t m_dayVolume;
        std::size_t m_round = 0;
        std::array<char, 13> m_startDigits, m_endDigits;
        std::array<char, 10> m_volumeDigits;
    };
    /// The length of the symbol's bar of this second.
    std::size_t size(std::size_t symbol, const Second &second) const { return text(symbol, second).json.size(); }
    /// Writes it, and returns where it ends.
    char *write(char *to, std::size_t symbol, const Second &second) const;

private:
    struct Text
    {
        std::string json;
        std::size_t start, end, dayVolume, exactDayVolume; // where the digits are
    };

    const Text &text(std::size_t symbol, const Second &second) const
    {
        return m_texts[symbol * m_versions + second.m_round % m_versions];
    }

    std::size_t m_versions;
    std::vector<Text> m_texts; // by symbol and version
};

} // namespace tickstock::simulator
