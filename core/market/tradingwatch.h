// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/market/quotebatch.h"
#include "core/market/tradingchange.h"

#include <QtGlobal>

#include <set>

namespace tickstock {

/// Which symbols are halted or at their limits. The feed has no such event, so it is put together from what there is:
///
/// - The vendor's page of the channel says that halt and resumption messages are indicators 17 and 18, and that they
///   are sent for Nasdaq's securities only. What other indicators mean it does not say: they are kept and noted.
/// - A best bid at the upper edge of the band, or a best offer at the lower one, for a second of the regular session:
///   the limit state.
/// - In the regular session, a symbol that is silent for much longer than it usually is while its own connection
///   brings others' data: taken for halted. A hole in the data is no silence: see restart().
/// - Trades after all of that: it trades again.
///
/// Market time throughout, so that a replay finds the same. A value; lives in the pipeline thread.
class TradingWatch
{
public:
    static constexpr std::int32_t HaltIndicator = 17;
    static constexpr std::int32_t ResumptionIndicator = 18;
    /// A silence that stands for a halt lasts at least so long,
    static constexpr Milliseconds ShortestSilence{120'000};
    /// and so many times what usually lies between two events of the symbol,
    static constexpr int UnusualTimes = 20;
    /// which is known after so many of them.
    static constexpr int KnownAfter = 30;
    /// A quote must stand at the edge for so long: many touch it.
    static constexpr Milliseconds LimitStands{1'000};
    /// After a halt that was said, data of so many different times lift it: single trades are reported late.
    static constexpr int TradesToLift = 3;
    static constexpr std::size_t MostUnknownIndicators = 100;

    void take(const PriceBand &band);
    void take(const TopOfBook &quote);
    /// The symbol has data up to @p end, by this connection.
    void noteTraded(SymbolId symbol, Timestamp end, ConnectionId connection);
    /// These symbols' data begin, end or have a hole now: how often they trade must be learnt anew.
    void restart(const std::vector<SymbolId> &symbols);
    /// They are not subscribed any more.
    void forget(const std::vector<SymbolId> &symbols);
    /// Judges quotes that have stood at an edge, and silences. Takes a look at every symbol.
    void advance();

    std::vector<TradingChange> takeChanges() { return std::exchange(m_changes, {}); }
    TradingState state(SymbolId symbol) const;
    /// The newest band; its prices are not known before one came.
    PriceBand band(SymbolId symbol) const;
    int halted() const { return m_halted; }
    /// Events that were older than what was known, and said nothing any more.
    quint64 outdated() const { return m_outdated; }
    /// Indicators whose meaning is not known, as far as they have not been asked for.
    std::vector<std::int32_t> takeUnknown() { return std::exchange(m_newUnknown, {}); }

private:
    struct Watched
    {
        PriceBand band;
        TopOfBook quote;
        TradingState state = TradingState::Trading;
        bool isSaid = false; // the halt, by the vendor
        Timestamp since;     // the event that set the state, or the last trade before the silence
        Timestamp edgeSince; // the quote has stood at an edge; not valid: it does not
        TradingEvidence edge = TradingEvidence::OffTheBand;
        Timestamp lastTrade;
        double usualGap = 0; // ms, between two events
        int gaps = 0;        // that it was learnt from
        int tradesSince = 0; // the halt
        std::uint8_t connection = 0;
    };

    Watched &at(SymbolId symbol);
    void noteIndicators(const PriceBand &band);
    void judgeEdge(SymbolId symbol, Watched &watched, Timestamp now);
    void judgeLimit(SymbolId symbol, Watched &watched);
    void judgeSilence(SymbolId symbol, Watched &watched, Timestamp now);
    void liftHalt(SymbolId symbol, Watched &watched, Timestamp end);
    void enter(SymbolId symbol, Watched &watched, TradingState state, TradingEvidence evidence, Timestamp when);
    static TradingEvidence edgeOf(const Watched &watched);

    std::vector<Watched> m_symbols;    // by SymbolId
    std::array<Timestamp, 4> m_newest; // event by ConnectionId
    Timestamp m_now;                   // the newest event of all
    ExchangeCalendar m_calendar;
    std::vector<TradingChange> m_changes;
    std::set<std::int32_t> m_unknown;
    std::vector<std::int32_t> m_newUnknown;
    int m_halted = 0;
    quint64 m_outdated = 0;
};

} // namespace tickstock
