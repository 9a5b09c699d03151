// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/dataflow.h"
#include "core/feed/retrypauses.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

using Verdict = DataFlow::Verdict;

/// What a connection makes of silence, and how long it waits after failures; on a clock that only the test moves.
class DataFlowTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr Milliseconds Stall{15'000};
    static constexpr SymbolId A{0}, B{1};

    Moment m_now;

    static DataFlow made(bool carriesMinutesOnly = false, MarketClockMode clock = MarketClockMode::Wall)
    {
        return {Stall, carriesMinutesOnly, clock};
    }
    void startAt(const char *time) { m_now = {at(time), Milliseconds(5'000)}; }
    void pass(Milliseconds span) { m_now = m_now + span; }
    /// A second's bar of A that ends now. @p dayVolume: all that was traded up to its end
    std::vector<Tick> bar(double dayVolume = NoValue, SymbolId symbol = A) const
    {
        Tick tick = second(symbol, m_now.wall.floorTo(OneSecond) - OneSecond, 100, 100, 100, 100, 10);
        tick.dayVolume = dayVolume;
        return {tick};
    }
    /// A frame with data comes; true if it ends a silence that may have cost something.
    bool receive(DataFlow &flow, const std::vector<Tick> &ticks)
    {
        const bool isInterrupted = flow.isInterrupted(flow.receiveFrame(m_now), m_now);
        flow.receive(ticks, m_now);
        return isInterrupted;
    }
    /// Data comes every second for a while.
    DataFlow flowing(const char *from = "2025-03-10 10:00")
    {
        startAt(from);
        DataFlow flow = made();
        flow.restart(m_now);
        for (int i = 0; i < 20; ++i) {
            pass(OneSecond);
            receive(flow, bar());
        }
        return flow;
    }
    Verdict verdict(DataFlow &flow, bool hasSymbols = true, bool isStalled = false) const
    {
        return flow.judge(m_now, hasSymbols, isStalled).verdict;
    }

private Q_SLOTS:
    void silenceIsAStallAndThenTheEnd()
    {
        DataFlow flow = flowing();
        pass(Stall - Milliseconds(1));
        QCOMPARE(verdict(flow), Verdict::Normal);
        QVERIFY(flow.isSilent(m_now)); // unusual long before it is a stall
        pass(Milliseconds(1));
        QCOMPARE(verdict(flow), Verdict::Stalled);
        QCOMPARE(verdict(flow, true, true), Verdict::Normal);
        pass(Stall);
        const DataFlow::Judgement judgement = flow.judge(m_now, true, true);
        QCOMPARE(judgement.verdict, Verdict::GivenUp);
        QCOMPARE(judgement.silence, Stall * 2);
    }

    void aStalledConnectionIsGivenUpThoughItsSymbolsHaveMovedAway()
    {
        DataFlow flow = flowing();
        pass(Stall * 2);
        QCOMPARE(verdict(flow, false, true), Verdict::GivenUp);
        flow.restart(m_now);
        pass(Stall);
        QCOMPARE(verdict(flow), Verdict::Normal); // the next connection is given twice the time
        pass(Stall);
        QCOMPARE(verdict(flow), Verdict::Stalled);
    }

    void withoutSymbolsSilenceIsNoStall()
    {
        DataFlow flow = flowing();
        QCOMPARE(verdict(flow, false), Verdict::Normal);
        pass(OneHour);
        QCOMPARE(verdict(flow, false), Verdict::NoSubscriptions);
        flow.subscriptionsBegin(m_now);
        QCOMPARE(verdict(flow), Verdict::Normal);
        pass(Stall);
        QCOMPARE(verdict(flow), Verdict::Stalled);
    }

    void theNightIsNoStall()
    {
        DataFlow flow = flowing("2025-03-10 19:59");
        pass(OneHour);
        QCOMPARE(verdict(flow), Verdict::MarketClosed);
        QVERIFY(!flow.isSilent(m_now));
        startAt("2025-03-11 04:00");
        m_now.steady += 8 * OneHour;
        pass(Stall - Milliseconds(1));
        QCOMPARE(verdict(flow), Verdict::Normal); // counted from the opening on
        pass(Milliseconds(1));
        const DataFlow::Judgement judgement = flow.judge(m_now, true, false);
        QCOMPARE(judgement.verdict, Verdict::Stalled);
        QCOMPARE(judgement.silence, Stall);
        QVERIFY(!receive(flow, bar())); // the night between two sessions has cost nothing
    }

    void aMarketThatFollowsItsFeedClosesToo()
    {
        startAt("2025-03-12 12:00");
        DataFlow flow = made(false, MarketClockMode::Feed);
        flow.restart(m_now);
        receive(flow, {second(A, at("2025-03-10 19:59:50"), 100, 100, 100, 100, 10)});
        QVERIFY(flow.followsFeed());
        pass(Stall);
        QCOMPARE(verdict(flow), Verdict::MarketClosed);
    }

    void minuteBarsAloneAreSeldom()
    {
        startAt("2025-03-10 10:00");
        DataFlow flow = made(true);
        flow.restart(m_now);
        receive(flow, bar());
        pass(SilenceWatch::MinuteOnlyStall - Milliseconds(1));
        QCOMPARE(verdict(flow), Verdict::Normal);
        QVERIFY(!flow.isSilent(m_now));
        pass(Milliseconds(1));
        QCOMPARE(verdict(flow), Verdict::Stalled);
    }

    void aShortSilenceMakesMinutesUnsure()
    {
        DataFlow flow = flowing();
        QCOMPARE(flow.dataEnd(), m_now.wall);
        pass(Milliseconds(6'000));
        QVERIFY(receive(flow, bar()));
        pass(OneSecond);
        QVERIFY(!receive(flow, bar()));
    }

    void beforeTheFirstDataNothingIsInterrupted()
    {
        startAt("2025-03-10 10:00");
        DataFlow flow = made();
        flow.restart(m_now);
        pass(Milliseconds(8'000));
        QVERIFY(!flow.isSilent(m_now));
        QVERIFY(!flow.flowingFor(m_now));
        QVERIFY(!receive(flow, bar()));
        pass(Milliseconds(3'000));
        QCOMPARE(*flow.flowingFor(m_now), Milliseconds(3'000));
        flow.authenticated(); // by a new answer to the key
        QVERIFY(!flow.flowingFor(m_now));
    }

    void volumesProveWhatASilenceHasCost()
    {
        DataFlow flow = flowing();
        pass(OneSecond);
        receive(flow, bar(1'000, A));
        QVERIFY(flow.missingBefore(bar(1'000, A)).symbols.empty());
        QVERIFY(flow.missingBefore(bar(500, B)).symbols.empty());
        const Timestamp silentFrom = flow.dataEnd();
        flow.suspect({A, B});
        pass(Milliseconds(5'000));
        receive(flow, bar(1'010, A));
        const DataFlow::Missing none = flow.missingBefore(bar(1'010, A)); // 1,000 and the 10 of this bar
        QVERIFY(none.symbols.empty());
        const DataFlow::Missing missing = flow.missingBefore(bar(700, B));
        QCOMPARE(missing.symbols, std::vector<SymbolId>{B});
        QCOMPARE(missing.since, silentFrom);
        QVERIFY(flow.missingBefore(bar(700, B)).symbols.empty()); // said once
    }

    void aNewConnectionKnowsNothingOfTheLast()
    {
        DataFlow flow = flowing();
        flow.suspect({A});
        flow.restart(m_now);
        QVERIFY(!flow.dataEnd().isValid());
        QVERIFY(!flow.flowingFor(m_now));
        QVERIFY(flow.missingBefore(bar(9'999)).symbols.empty());
    }

    void aRefusalAtTheLimitWaitsLongerThanAFailure()
    {
        RetryPauses pauses(Milliseconds(500), OneMinute, false);
        QCOMPARE(pauses.afterFailure(0.5), Milliseconds(250));
        QCOMPARE(pauses.afterFailure(0.5), Milliseconds(500));
        QCOMPARE(*pauses.afterLimit(Milliseconds(0)), OneMinute);
        QCOMPARE(*pauses.afterLimit(Milliseconds(9'999)), 2 * OneMinute);
        QVERIFY(!pauses.afterLimit(RetryPauses::DataProvesHealth)); // another program's turn: the user decides
        pauses.dataHasFlowed(RetryPauses::DataProvesHealth - Milliseconds(1));
        QCOMPARE(pauses.afterFailure(0.5), Milliseconds(1'000));
        pauses.dataHasFlowed(RetryPauses::DataProvesHealth);
        QCOMPARE(pauses.afterFailure(0.5), Milliseconds(250));
        QCOMPARE(*pauses.afterLimit(Milliseconds(0)), OneMinute);
    }

    void withoutAUserAnEvictedConnectionComesBackEverLessOften()
    {
        RetryPauses pauses(Milliseconds(500), OneMinute, true);
        QCOMPARE(*pauses.afterLimit(OneMinute), 15 * OneMinute);
        pauses.dataHasFlowed(20 * OneMinute); // shorter than the next pause would be
        QCOMPARE(*pauses.afterLimit(OneMinute), 30 * OneMinute);
        pauses.dataHasFlowed(OneHour);
        QCOMPARE(*pauses.afterLimit(OneMinute), 15 * OneMinute);
    }
};

QTEST_GUILESS_MAIN(DataFlowTest)
#include "tst_dataflow.moc"
