// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/tradingwatch.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

#include <initializer_list>

using namespace tickstock;
using namespace tickstock::test;

/// Which symbols are halted or at their limit, from what a feed has that has no such event.
class TradingWatchTest final : public Test
{
    Q_OBJECT

private:
    static constexpr SymbolId One{0}, Two{1};
    static constexpr ConnectionId First{1}, Second{2};
    const Timestamp m_open = at("2025-03-10 10:00");
    TradingWatch m_watch;

    static PriceBand band(SymbolId symbol, Timestamp time, std::initializer_list<int> indicators, double low = NoValue,
                          double high = NoValue, std::int64_t sequence = 0)
    {
        PriceBand made;
        made.symbol = symbol;
        made.low = low;
        made.high = high;
        made.time = time;
        made.sequence = sequence;
        for (const int indicator : indicators)
            made.indicators[made.indicatorCount++] = indicator;
        return made;
    }
    static TopOfBook quote(Timestamp time, double bid, double ask)
    {
        TopOfBook made;
        made.symbol = One;
        made.bid = bid;
        made.ask = ask;
        made.time = time;
        return made;
    }
    /// One event a second from the open on, for so long.
    void trade(SymbolId symbol, ConnectionId connection, int from, int to, int step = 1)
    {
        for (int i = from; i < to; i += step)
            m_watch.noteTraded(symbol, m_open + OneSecond * i, connection);
    }
    TradingChange only(const std::vector<TradingChange> &changes)
    {
        return changes.size() == 1 ? changes[0] : TradingChange();
    }

private Q_SLOTS:
    void init() { m_watch = {}; }

    void theVendorsIndicatorsAreBelieved()
    {
        m_watch.take(band(One, m_open, {TradingWatch::HaltIndicator}, 9, 11));
        const TradingChange halt = only(m_watch.takeChanges());
        QCOMPARE(halt.state, TradingState::Halted);
        QCOMPARE(halt.evidence, TradingEvidence::Indicator);
        QVERIFY(!halt.isInferred());
        QCOMPARE(halt.at, m_open);
        QCOMPARE(halt.high, 11);
        QCOMPARE(m_watch.halted(), 1);
        m_watch.take(band(One, m_open + OneSecond, {17})); // once more: nothing new
        QVERIFY(m_watch.takeChanges().empty());
        QCOMPARE(m_watch.band(One).high, 11); // an event without prices leaves the band
        m_watch.take(band(One, m_open + OneMinute * 5, {TradingWatch::ResumptionIndicator}));
        const TradingChange end = only(m_watch.takeChanges());
        QCOMPARE(end.state, TradingState::Trading);
        QVERIFY(!end.isInferred());
        QCOMPARE(m_watch.halted(), 0);
        m_watch.take(band(One, m_open + OneMinute * 6, {18})); // it was not halted
        QVERIFY(m_watch.takeChanges().empty());
    }

    void whatIsNotDocumentedMeansNothing()
    {
        m_watch.take(band(One, m_open, {21, 16, 19, -17, 0, 170}, 9, 11));
        m_watch.take(band(One, m_open, {}, 9, 11, 1));
        m_watch.take(band(One, m_open, {21}, 9, 11, 2));
        m_watch.take(band(One, m_open, {17, 18}, 9, 11, 3)); // contradicts itself
        QVERIFY(m_watch.takeChanges().empty());
        QCOMPARE(m_watch.state(One), TradingState::Trading);
        QCOMPARE(m_watch.takeUnknown(), (std::vector<std::int32_t>{21, 16, 19, -17, 0, 170})); // each once
        QVERIFY(m_watch.takeUnknown().empty());
    }

    void aFloodOfIndicatorsIsBounded()
    {
        for (int i = 1'000; i < 10'000; ++i)
            m_watch.take(band(One, m_open, {i}, 9, 11, i));
        QCOMPARE(m_watch.takeUnknown().size(), TradingWatch::MostUnknownIndicators);
    }

    void whatComesOutOfOrderChangesNothing()
    {
        m_watch.take(band(One, m_open + OneMinute, {18}, 9, 11));
        m_watch.take(band(One, m_open, {17}, 8, 12));
        QVERIFY(m_watch.takeChanges().empty());
        QCOMPARE(m_watch.band(One).low, 9);
        QCOMPARE(m_watch.outdated(), quint64(1));
        m_watch.take(quote(m_open + OneSecond, 10, 10.1));
        m_watch.take(quote(m_open, 11, 11.1)); // at the edge, but of before
        m_watch.noteTraded(Two, m_open + OneMinute, First);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
        QCOMPARE(m_watch.outdated(), quint64(2));
    }

    void aQuoteAtTheEdgeIsTheLimit()
    {
        m_watch.take(band(One, m_open, {21}, 9, 11));
        m_watch.take(quote(m_open, 11, NoValue));
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty()); // many touch it
        m_watch.noteTraded(Two, m_open + TradingWatch::LimitStands, First);
        m_watch.advance();
        const TradingChange limit = only(m_watch.takeChanges());
        QCOMPARE(limit.state, TradingState::Limit);
        QCOMPARE(limit.evidence, TradingEvidence::BidAtUpperBand);
        QVERIFY(limit.isInferred());
        QCOMPARE(limit.at, m_open);
        QCOMPARE(limit.noticed, m_open + TradingWatch::LimitStands);
        QCOMPARE(m_watch.halted(), 0);
        m_watch.take(quote(m_open + OneSecond * 2, 10.9, 11));
        QCOMPARE(only(m_watch.takeChanges()).evidence, TradingEvidence::OffTheBand);
        m_watch.take(quote(m_open + OneSecond * 3, NoValue, 9));
        m_watch.noteTraded(Two, m_open + OneSecond * 5, First);
        m_watch.advance();
        QCOMPARE(only(m_watch.takeChanges()).evidence, TradingEvidence::AskAtLowerBand);
    }

    void aTouchOfTheEdgeIsNothing()
    {
        m_watch.take(band(One, m_open, {21}, 9, 11));
        for (int i = 0; i < 20; ++i) {
            m_watch.take(quote(m_open + Milliseconds(600) * i, i % 2 ? 11 : 10.5, 11.1));
            m_watch.advance();
        }
        m_watch.take(quote(m_open + OneDay, 11, 11.1)); // of another day than the band
        m_watch.noteTraded(Two, m_open + OneDay + OneMinute, First);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
    }

    void yesterdaysQuoteIsAtNoEdge()
    {
        m_watch.take(quote(m_open - OneDay, 12, 12.1));
        m_watch.take(band(One, m_open, {21}, 9, 11));
        m_watch.noteTraded(Two, m_open + OneMinute, First);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
    }

    /// Bands end with the regular session, and are not taken back.
    void afterTheCloseThereIsNoLimit()
    {
        const Timestamp close = at("2025-03-10 16:00");
        m_watch.take(band(One, close - OneMinute, {21}, 9, 11));
        m_watch.take(quote(close + OneMinute, 12, 12.1));
        m_watch.noteTraded(Two, close + OneMinute * 3, First);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
        m_watch.noteTraded(Two, m_open + OneDay, First); // the next day, before its first quote
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
        init();
        m_watch.take(band(One, close - OneMinute, {21}, 9, 11));
        m_watch.take(quote(close - OneMinute, 11, 11.1));
        m_watch.noteTraded(Two, close - OneSecond * 5, First);
        m_watch.advance();
        QCOMPARE(only(m_watch.takeChanges()).state, TradingState::Limit);
        m_watch.noteTraded(Two, close + OneSecond, First);
        m_watch.advance();
        const TradingChange end = only(m_watch.takeChanges());
        QCOMPARE(end.state, TradingState::Trading);
        QCOMPARE(end.evidence, TradingEvidence::OffTheBand);
    }

    void anUnusualSilenceIsTakenForAHalt()
    {
        trade(One, First, 0, 60);
        trade(Two, First, 0, 178);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty()); // 118 s
        trade(Two, First, 178, 181);
        m_watch.advance();
        const TradingChange halt = only(m_watch.takeChanges());
        QCOMPARE(halt.symbol, One);
        QCOMPARE(halt.state, TradingState::Halted);
        QCOMPARE(halt.evidence, TradingEvidence::NoTrades);
        QVERIFY(halt.isInferred());
        QCOMPARE(halt.at, m_open + OneSecond * 59);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
        trade(One, First, 400, 401);
        const TradingChange end = only(m_watch.takeChanges());
        QCOMPARE(end.state, TradingState::Trading);
        QCOMPARE(end.evidence, TradingEvidence::TradesAgain);
        QCOMPARE(m_watch.halted(), 0);
    }

    void whoSeldomTradesIsNotHalted()
    {
        trade(One, First, 0, 1'200, 20);
        trade(Two, First, 0, 1'500);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty()); // 300 s, twenty times of which would be 400
        trade(Two, First, 1'500, 1'600);
        m_watch.advance();
        QCOMPARE(only(m_watch.takeChanges()).symbol, One);
    }

    void aSilenceOfTheConnectionIsNone()
    {
        trade(One, First, 0, 60);
        trade(Two, Second, 0, 600); // by another one
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
        trade(One, First, 60, 61); // it is only late
        QVERIFY(m_watch.takeChanges().empty());
    }

    void aHoleInTheDataIsNone()
    {
        trade(One, First, 0, 60);
        m_watch.restart({One, SymbolId{999}});
        trade(Two, First, 0, 600);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
    }

    void outsideOfTheSessionNothingIsInferred()
    {
        const int toTheClose = 6 * 3'600;
        trade(One, First, toTheClose - 60, toTheClose - 10);
        trade(Two, First, toTheClose - 60, toTheClose + 600);
        m_watch.advance();
        QVERIFY(m_watch.takeChanges().empty());
    }

    /// A single trade that is reported late does not end what the vendor has said; trading that goes on does.
    void tradesLiftAHaltThatWasSaid()
    {
        m_watch.take(band(One, m_open, {17}, 9, 11));
        (void)m_watch.takeChanges();
        trade(One, First, 0, 2); // the second in which it began
        trade(One, First, 30, 32);
        QVERIFY(m_watch.takeChanges().empty());
        trade(One, First, 40, 41);
        const TradingChange end = only(m_watch.takeChanges());
        QCOMPARE(end.state, TradingState::Trading);
        QCOMPARE(end.evidence, TradingEvidence::TradesAgain);
    }

    void whatIsSaidReplacesWhatWasInferred()
    {
        trade(One, First, 0, 60);
        trade(Two, First, 0, 181);
        m_watch.advance();
        (void)m_watch.takeChanges();
        m_watch.take(band(One, m_open + OneMinute * 4, {17}, 9, 11));
        QCOMPARE(only(m_watch.takeChanges()).evidence, TradingEvidence::Indicator);
        QCOMPARE(m_watch.halted(), 1);
        m_watch.forget({One, SymbolId{77}});
        QCOMPARE(m_watch.halted(), 0);
        QCOMPARE(m_watch.state(One), TradingState::Trading);
    }
};

QTEST_GUILESS_MAIN(TradingWatchTest)
#include "tst_tradingwatch.moc"
