// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/preparedevents.h"

#include "core/market/newyork.h"
#include "core/simulator/eventjson.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <random>

namespace tickstock::simulator {

namespace {

/// Few enough for the processor's cache, enough for prices that move.
constexpr std::size_t MostVersions = 32, FewestVersions = 4, TextsWanted = 16'000;
/// Always ten digits: shares traded on a day before the first bar.
constexpr std::int64_t FirstDayVolume = 1'000'000'000, LastDayVolume = 9'000'000'000;

/// Of all bars of a round.
std::int64_t sharesIn(std::size_t round)
{
    return 100 * static_cast<std::int64_t>(1 + round % FewestVersions);
}

template<std::size_t N>
void writeDigits(std::array<char, N> &out, std::int64_t value)
{
    const auto end = std::to_chars(out.data(), out.data() + N, value).ptr;
    Q_ASSERT(end == out.data() + N);
    Q_UNUSED(end);
}

TapeEvent barOf(std::size_t version, std::int64_t openCents, std::mt19937 &random)
{
    // Any time and day's volume of the right length: they are overwritten.
    const Timestamp start = Timestamp{1'741'613'400'000} + OneSecond * static_cast<std::int64_t>(version);
    std::uniform_int_distribution<int> move(-5, 5), wick(0, 3);
    const std::int64_t close = openCents + move(random);
    TapeEvent event;
    event.channel = Channel::A;
    SimBar &bar = event.bar;
    bar.start = start;
    bar.end = start + OneSecond;
    const auto dollars = [](std::int64_t cents) { return static_cast<double>(cents) / 100; };
    bar.open = dollars(openCents);
    bar.close = dollars(close);
    bar.high = dollars(std::max(openCents, close) + wick(random));
    bar.low = dollars(std::min(openCents, close) - wick(random));
    bar.volume = static_cast<double>(sharesIn(version));
    bar.value = bar.volume * (bar.high + bar.low) / 2;
    bar.trades = 2;
    event.dayVolume = static_cast<double>(FirstDayVolume);
    event.dayVwap = event.dayOpen = bar.open;
    return event;
}

} // namespace

PreparedEvents::PreparedEvents(const std::vector<std::string> &symbols)
    : m_versions(std::clamp(TextsWanted / std::max<std::size_t>(1, symbols.size()) / FewestVersions * FewestVersions,
                            FewestVersions, MostVersions))
{
    std::mt19937 random(1);
    std::uniform_int_distribution<std::int64_t> price(2'000, 45'000);
    for (const std::string &symbol : symbols) {
        std::int64_t cents = price(random);
        for (std::size_t version = 0; version < m_versions; ++version) {
            const TapeEvent event = barOf(version, cents, random);
            cents = std::llround(event.bar.close * 100);
            Text text{};
            appendEvent(text.json, event, symbol);
            const auto after = [&](std::string_view key) { return text.json.find(key) + key.size(); };
            text.start = after("\"s\":");
            text.end = after("\"e\":");
            text.dayVolume = after("\"av\":");
            text.exactDayVolume = after("\"dav\":\"");
            m_texts.push_back(std::move(text));
        }
    }
}

char *PreparedEvents::write(char *to, std::size_t symbol, const Second &second) const
{
    const Text &what = text(symbol, second);
    std::memcpy(to, what.json.data(), what.json.size());
    std::memcpy(to + what.start, second.m_startDigits.data(), second.m_startDigits.size());
    std::memcpy(to + what.end, second.m_endDigits.data(), second.m_endDigits.size());
    std::memcpy(to + what.dayVolume, second.m_volumeDigits.data(), second.m_volumeDigits.size());
    std::memcpy(to + what.exactDayVolume, second.m_volumeDigits.data(), second.m_volumeDigits.size());
    return to + what.json.size();
}

PreparedEvents::Second::Second(Timestamp from)
    : m_start(from.floorTo(OneSecond))
    , m_dayVolume(FirstDayVolume + sharesIn(0))
{
    const auto today = m_calendar.hours(newyork::date(m_start));
    m_close = today && m_start >= today->open ? today->close : Timestamp();
    if (m_start >= m_close) {
        const QDate next =
            today && m_start < today->open ? today->date : ExchangeCalendar::nextTradingDay(newyork::date(m_start));
        const auto hours = m_calendar.hours(next);
        m_start = hours->open;
        m_close = hours->close;
    }
    write();
}

void PreparedEvents::Second::advance()
{
    m_start = m_start + OneSecond;
    m_dayVolume += sharesIn(++m_round);
    if (m_dayVolume > LastDayVolume)
        m_dayVolume = FirstDayVolume;
    if (m_start >= m_close) {
        const auto hours = m_calendar.hours(ExchangeCalendar::nextTradingDay(newyork::date(m_start)));
        m_start = hours->open;
        m_close = hours->close;
        m_dayVolume = FirstDayVolume + sharesIn(m_round);
    }
    write();
}

void PreparedEvents::Second::write()
{
    writeDigits(m_startDigits, m_start.ms);
    writeDigits(m_endDigits, (m_start + OneSecond).ms);
    writeDigits(m_volumeDigits, m_dayVolume);
}

} // namespace tickstock::simulator
