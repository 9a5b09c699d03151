// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/tradingwatch.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double GapWeight = 1.0 / 16; // of the newest gap in the usual one
constexpr double SamePrice = 1e-6;     // US dollars: prices are parsed from decimal text

} // namespace

TradingWatch::Watched &TradingWatch::at(SymbolId symbol)
{
    if (symbol.value >= m_symbols.size())
        m_symbols.resize(symbol.value + 1);
    return m_symbols[symbol.value];
}

TradingState TradingWatch::state(SymbolId symbol) const
{
    return symbol.value < m_symbols.size() ? m_symbols[symbol.value].state : TradingState::Trading;
}

PriceBand TradingWatch::band(SymbolId symbol) const
{
    return symbol.value < m_symbols.size() ? m_symbols[symbol.value].band : PriceBand();
}

void TradingWatch::take(const PriceBand &band)
{
    Watched &watched = at(band.symbol);
    noteIndicators(band);
    if (band.time < watched.band.time || (band.time == watched.band.time && band.sequence < watched.band.sequence)) {
        ++m_outdated;
        return;
    }
    m_now = std::max(m_now, band.time);
    const double low = watched.band.low, high = watched.band.high;
    watched.band = band;
    if (!band.hasPrices()) { // it says something else; the band stays
        watched.band.low = low;
        watched.band.high = high;
    }
    const bool saysHalt = band.has(HaltIndicator), saysResumption = band.has(ResumptionIndicator);
    if (saysHalt && !saysResumption && !(watched.state == TradingState::Halted && watched.isSaid)) {
        enter(band.symbol, watched, TradingState::Halted, TradingEvidence::Indicator, band.time);
        watched.isSaid = true;
    } else if (saysResumption && !saysHalt && watched.state == TradingState::Halted) {
        enter(band.symbol, watched, TradingState::Trading, TradingEvidence::Indicator, band.time);
    }
    judgeEdge(band.symbol, watched, band.time);
}

/// What is not understood is told once a kind.
void TradingWatch::noteIndicators(const PriceBand &band)
{
    for (std::size_t i = 0; i < band.indicatorCount; ++i) {
        const std::int32_t indicator = band.indicators[i];
        const bool isKnown = indicator == HaltIndicator || indicator == ResumptionIndicator;
        if (!isKnown && m_unknown.size() < MostUnknownIndicators && m_unknown.insert(indicator).second)
            m_newUnknown.push_back(indicator);
    }
}

void TradingWatch::take(const TopOfBook &quote)
{
    Watched &watched = at(quote.symbol);
    if (watched.quote.time.isValid() && !quote.isNewerThan(watched.quote)) {
        ++m_outdated;
        return;
    }
    m_now = std::max(m_now, quote.time);
    watched.quote = quote;
    judgeEdge(quote.symbol, watched, quote.time);
}

TradingEvidence TradingWatch::edgeOf(const Watched &watched)
{
    const TopOfBook &quote = watched.quote;
    const PriceBand &band = watched.band;
    if (!band.hasPrices() || !quote.time.isValid() || std::chrono::abs(quote.time - band.time) > OneDay / 2)
        return TradingEvidence::OffTheBand; // what is of yesterday says nothing
    if (quote.bid >= band.high - SamePrice)
        return TradingEvidence::BidAtUpperBand;
    return quote.ask <= band.low + SamePrice ? TradingEvidence::AskAtLowerBand : TradingEvidence::OffTheBand;
}

void TradingWatch::judgeEdge(SymbolId symbol, Watched &watched, Timestamp now)
{
    const TradingEvidence edge = edgeOf(watched);
    if (std::exchange(watched.edge, edge) == edge)
        return;
    watched.edgeSince = edge == TradingEvidence::OffTheBand ? Timestamp() : now;
    if (watched.state == TradingState::Limit)
        enter(symbol, watched, TradingState::Trading, TradingEvidence::OffTheBand, now);
}

/// Bands are in force in the regular session only: what is bid afterwards is at no limit.
void TradingWatch::judgeLimit(SymbolId symbol, Watched &watched)
{
    if (!watched.edgeSince.isValid() || watched.state == TradingState::Halted)
        return;
    const bool isOfToday = m_now - watched.quote.time < OneDay / 2;
    const bool isInForce = isOfToday && m_calendar.sessionAt(m_now) == Session::Regular;
    if (isInForce && watched.state == TradingState::Trading && m_now - watched.edgeSince >= LimitStands)
        enter(symbol, watched, TradingState::Limit, watched.edge, watched.edgeSince);
    else if (!isInForce && watched.state == TradingState::Limit)
        enter(symbol, watched, TradingState::Trading, TradingEvidence::OffTheBand, m_now);
}

void TradingWatch::noteTraded(SymbolId symbol, Timestamp end, ConnectionId connection)
{
    Watched &watched = at(symbol);
    watched.connection = connection.value < m_newest.size() ? connection.value : 0;
    Timestamp &newest = m_newest[watched.connection];
    newest = std::max(newest, end);
    m_now = std::max(m_now, end);
    if (end <= watched.lastTrade)
        return;
    const Milliseconds gap = end - watched.lastTrade;
    if (!watched.lastTrade.isValid() || gap >= ShortestSilence) {
        watched.gaps = 0;
    } else {
        const auto length = static_cast<double>(gap.count());
        watched.usualGap = watched.gaps == 0 ? length : watched.usualGap + (length - watched.usualGap) * GapWeight;
        ++watched.gaps;
    }
    watched.lastTrade = end;
    if (watched.state == TradingState::Halted)
        liftHalt(symbol, watched, end);
}

/// The window in which the halt began may end after it.
void TradingWatch::liftHalt(SymbolId symbol, Watched &watched, Timestamp end)
{
    if (end <= watched.since + (watched.isSaid ? OneSecond : Milliseconds(0)))
        return;
    if (++watched.tradesSince >= (watched.isSaid ? TradesToLift : 1))
        enter(symbol, watched, TradingState::Trading, TradingEvidence::TradesAgain, end);
}

void TradingWatch::restart(const std::vector<SymbolId> &symbols)
{
    for (const SymbolId symbol : symbols) {
        if (symbol.value >= m_symbols.size())
            continue;
        m_symbols[symbol.value].lastTrade = {};
        m_symbols[symbol.value].gaps = 0;
    }
}

void TradingWatch::forget(const std::vector<SymbolId> &symbols)
{
    for (const SymbolId symbol : symbols) {
        m_halted -= state(symbol) == TradingState::Halted;
        if (symbol.value < m_symbols.size())
            m_symbols[symbol.value] = {};
    }
}

/// @param now the newest event of its connection, in the regular session
void TradingWatch::judgeSilence(SymbolId symbol, Watched &watched, Timestamp now)
{
    if (watched.state == TradingState::Halted || watched.gaps < KnownAfter)
        return;
    const Milliseconds silence = now - watched.lastTrade;
    if (silence < ShortestSilence || static_cast<double>(silence.count()) < UnusualTimes * watched.usualGap)
        return;
    if (silence < OneDay / 4 && m_calendar.sessionAt(watched.lastTrade - Milliseconds(1)) == Session::Regular)
        enter(symbol, watched, TradingState::Halted, TradingEvidence::NoTrades, watched.lastTrade);
}

void TradingWatch::advance()
{
    std::array<bool, std::tuple_size_v<decltype(m_newest)>> isRegular{};
    std::transform(m_newest.begin(), m_newest.end(), isRegular.begin(), [this](Timestamp newest) {
        return newest.isValid() && m_calendar.sessionAt(newest) == Session::Regular;
    });
    for (std::uint32_t i = 0; i < m_symbols.size(); ++i) {
        Watched &watched = m_symbols[i];
        judgeLimit({i}, watched);
        if (isRegular[watched.connection])
            judgeSilence({i}, watched, m_newest[watched.connection]);
    }
}

void TradingWatch::enter(SymbolId symbol, Watched &watched, TradingState state, TradingEvidence evidence,
                         Timestamp when)
{
    m_halted += (state == TradingState::Halted) - (watched.state == TradingState::Halted);
    watched.state = state;
    watched.isSaid = false;
    watched.since = when;
    watched.tradesSince = 0;
    m_changes.push_back({symbol, state, evidence, when, std::max(m_now, when), watched.band.low, watched.band.high});
}

} // namespace tickstock
