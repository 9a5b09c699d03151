// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/dataflow.h"
#include "core/feed/latenesswatch.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

using Verdict = DataFlow::Verdict;

/// What is learnt from pauses, and what is made of data that come late.
class SilenceWatchTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr Milliseconds Stall{15'000};
    static constexpr SymbolId Thin{0};

    static void flow(SilenceWatch &watch, Milliseconds span, Milliseconds gap)
    {
        for (Milliseconds done{0}; done < span; done += gap)
            watch.pauseEnded(gap, true);
    }

    /// A connection with one symbol that trades now and then, from its first second on.
    struct ThinConnection
    {
        DataFlow flow{Stall, false, MarketClockMode::Wall};
        Moment now{at("2025-03-10 10:00"), Milliseconds(5'000)};
        double dayVolume = 500'000;
        int stalls = 0;
        int reconnections = 0;

        ThinConnection() { flow.restart(now); }
        /// An event after a silence of so long; the connection is looked at each second, and ten shares are traded.
        void trade(Milliseconds after, double missed = 0)
        {
            bool isStalled = false;
            for (Milliseconds passed{0}; passed < after; passed += OneSecond) {
                now = now + OneSecond;
                const Verdict verdict = flow.judge(now, true, isStalled).verdict;
                stalls += verdict == Verdict::Stalled;
                isStalled = isStalled || verdict == Verdict::Stalled;
                if (verdict != Verdict::GivenUp)
                    continue;
                ++reconnections;
                isStalled = false;
                flow.restart(now);
                flow.authenticated();
            }
            Tick bar = second(Thin, now.wall.floorTo(OneSecond) - OneSecond, 100, 100, 100, 100, 10);
            dayVolume += 10 + missed;
            bar.dayVolume = dayVolume;
            (void)flow.isInterrupted(flow.receiveFrame(now), now);
            flow.receive({bar}, now);
            (void)flow.missingBefore({bar});
        }
    };

private Q_SLOTS:
    void silenceIsJudgedByWhatIsUsual()
    {
        SilenceWatch watch(Stall, false);
        QCOMPARE(watch.limit(), Stall);
        flow(watch, Milliseconds(10'000), Milliseconds(100));
        QVERIFY(!watch.isUnusual(Milliseconds(1'900)));
        QVERIFY(watch.isUnusual(Milliseconds(2'500)));
        SilenceWatch thin(Milliseconds(3'000), false);
        flow(thin, Milliseconds(600'000), Milliseconds(1'999));
        QVERIFY(thin.limit() > Milliseconds(9'000));
        QVERIFY(!thin.isUnusual(Milliseconds(5'000)));
        QCOMPARE(SilenceWatch(Stall, true).limit(), Milliseconds(90'000));
    }

    void aLongPauseThatCostNothingIsLearntAtOnce()
    {
        SilenceWatch watch(Stall, false);
        watch.pauseEnded(Milliseconds(40'000), false); // lost something: nothing to learn from
        QCOMPARE(watch.limit(), Stall);
        watch.pauseEnded(Milliseconds(40'000), true);
        QCOMPARE(watch.limit(), Milliseconds(120'000));
        watch.pauseEnded(OneHour, true);
        QCOMPARE(watch.limit(), SilenceWatch::MostPatience);
    }

    void aBusyConnectionIsAsQuicklySuspectedAsEver()
    {
        SilenceWatch watch(Stall, false);
        flow(watch, OneMinute, Milliseconds(200));
        QCOMPARE(watch.limit(), Stall);
        watch.pauseEnded(Milliseconds(4'000), true);
        QCOMPARE(watch.limit(), Stall);
        watch.pauseEnded(Milliseconds(30'000), true);
        QVERIFY(watch.limit() > Stall);
        flow(watch, 4 * OneMinute, Milliseconds(200));
        QCOMPARE(watch.limit(), Stall); // and it is again
    }

    void vainReconnectionsMakePatientUntilDataHaveFlowed()
    {
        SilenceWatch watch(Milliseconds(10'000), false);
        for (int i = 0; i < 20; ++i)
            watch.gaveUp();
        QCOMPARE(watch.limit(), Milliseconds(320'000));
        watch.pauseEnded(Milliseconds(100), true);
        QCOMPARE(watch.limit(), Milliseconds(320'000)); // one frame proves nothing
        flow(watch, Milliseconds(10'000), Milliseconds(100));
        QCOMPARE(watch.limit(), Milliseconds(160'000));
        flow(watch, Milliseconds(50'000), Milliseconds(100));
        QCOMPARE(watch.limit(), Milliseconds(10'000));
    }

    void aSymbolThatHardlyTradesIsNoAlarmForLong()
    {
        ThinConnection thin;
        thin.trade(Milliseconds(2'000));
        for (int i = 0; i < 30; ++i)
            thin.trade(Milliseconds(40'000));
        QVERIFY2(thin.stalls <= 1, qPrintable(QString::number(thin.stalls)));
        QVERIFY2(thin.reconnections <= 1, qPrintable(QString::number(thin.reconnections)));
        for (int i = 0; i < 10; ++i) { // a few trades in a row, then nothing for a while
            for (int k = 0; k < 8; ++k)
                thin.trade(OneSecond);
            thin.trade(Milliseconds(50'000));
        }
        QVERIFY2(thin.stalls <= 1, qPrintable(QString::number(thin.stalls)));
    }

    void anOutageIsNotLearnt()
    {
        ThinConnection busy;
        for (int i = 0; i < 60; ++i)
            busy.trade(OneSecond);
        for (int outage = 0; outage < 5; ++outage) {
            busy.trade(Milliseconds(20'000), 5'000); // others traded meanwhile
            for (int i = 0; i < 30; ++i)
                busy.trade(OneSecond);
        }
        QCOMPARE(busy.stalls, 5);
    }

    void tradesAloneTeachToo()
    {
        DataFlow flow(Stall, false, MarketClockMode::Wall);
        Moment now{at("2025-03-10 10:00"), Milliseconds(0)};
        flow.restart(now);
        int stalls = 0;
        for (int second = 0; second < 20 * 20; ++second) {
            now = now + OneSecond;
            if (second % 20 == 0) {
                (void)flow.receiveFrame(now);
                flow.receive({trade(Thin, now.wall, 100, 5)}, now);
            }
            stalls += flow.judge(now, true, false).verdict == Verdict::Stalled && second % 20 == 15;
        }
        QCOMPARE(stalls, 1);
    }

    void symbolsAreRemarkableAfterAWhileOfTheRegularSession()
    {
        DataFlow flow(Stall, false, MarketClockMode::Wall);
        Moment now{at("2025-03-10 09:20"), Milliseconds(0)};
        flow.restart(now);
        const auto goOn = [&](int minutes) {
            for (int i = 0; i < minutes * 60; ++i) {
                now = now + OneSecond;
                flow.receive({second(Thin, now.wall - OneSecond, 1, 1, 1, 1, 1)}, now);
            }
        };
        goOn(14); // four of them in the regular session
        QVERIFY(!flow.hasShownItsSymbols());
        flow.subscriptionsChanged();
        goOn(4);
        QVERIFY(!flow.hasShownItsSymbols());
        goOn(2);
        QVERIFY(flow.hasShownItsSymbols());
    }

    void lateForAWhileIsLate()
    {
        LatenessWatch watch(Milliseconds(10'000));
        const auto come = [&](int seconds, int late) {
            watch.observe(at("2025-03-10 10:00") + OneSecond * (seconds - late), OneSecond * late, OneSecond * seconds);
        };
        come(100, 2);
        come(110, 5);
        come(150, 31);
        come(155, 33);
        QVERIFY(!watch.isLate());
        watch.observe(at("2025-03-10 09:50"), 12 * OneMinute, OneSecond * 170); // a correction
        QVERIFY(!watch.isLate());
        come(171, 40);
        QVERIFY(watch.isLate());
        QCOMPARE(watch.late(), OneSecond * 40);
        come(180, 29);
        QVERIFY(!watch.isLate());
        come(190, 35);
        QVERIFY(!watch.isLate());
    }
};

QTEST_GUILESS_MAIN(SilenceWatchTest)
#include "tst_silencewatch.moc"
