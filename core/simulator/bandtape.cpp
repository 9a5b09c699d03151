// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/bandtape.h"

#include <cmath>

namespace tickstock::simulator {

namespace {

constexpr double RemarkableMove = 0.01; // of the price in the middle of the band
constexpr std::int64_t SequenceStep = 3;

double widthOf(double price)
{
    return price > 3 ? 0.05 : 0.2;
}

double rounded(double price)
{
    const double perDollar = price >= 1 ? 100 : 10'000; // ticks
    return std::round(price * perDollar) / perDollar;
}

} // namespace

void BandTape::follow(std::size_t symbol)
{
    Band &band = m_bands[symbol];
    band.isDue = true;
    if (!std::exchange(band.isFollowed, true))
        m_followed.push_back(symbol);
}

void BandTape::halt(std::size_t symbol, Timestamp now, Timestamp until, const Sink &sink)
{
    std::erase_if(m_resumptions, [symbol](const auto &earlier) { return earlier.second == symbol; });
    m_resumptions.emplace(until, symbol);
    emitBand(symbol, now, HaltIndicator, sink);
}

void BandTape::advanceTo(Timestamp now, const LastMinute &lastMinute, const Sink &sink)
{
    while (!m_resumptions.empty() && m_resumptions.begin()->first <= now)
        emitBand(m_resumptions.extract(m_resumptions.begin()).mapped(), now, ResumptionIndicator, sink);
    const bool isMinute = now.floorTo(OneMinute) == now;
    if (m_followed.empty() || now.floorTo(OneSecond) != now || m_calendar.sessionAt(now) != Session::Regular)
        return;
    for (const std::size_t symbol : m_followed) {
        Band &band = m_bands[symbol];
        if (!isMinute && !band.isDue)
            continue;
        const auto minute = lastMinute(symbol);
        const double last = minute ? minute->close : band.reference;
        if (last == 0 || (!band.isDue && std::abs(last / band.reference - 1) < RemarkableMove))
            continue;
        band.isDue = false;
        band.reference = last;
        emitBand(symbol, now, BandIndicator, sink);
    }
}

void BandTape::emitBand(std::size_t symbol, Timestamp now, int indicator, const Sink &sink)
{
    Band &band = m_bands[symbol];
    const double width = widthOf(band.reference);
    TapeEvent event;
    event.channel = Channel::LULD;
    event.symbol = symbol;
    event.band = {now, rounded(band.reference * (1 - width)), rounded(band.reference * (1 + width)), indicator};
    event.sequence = band.sequence += SequenceStep;
    sink(event);
}

} // namespace tickstock::simulator
