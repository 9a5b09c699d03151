// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/frameintake.h"
#include "core/feed/tickgatherer.h"
#include "core/market/marketclock.h"
#include "tests/support/test.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace tickstock;

/// What is kept and counted of a connection's frames.
class FrameIntakeTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr Timestamp Now{1'741'613'400'000};

    SymbolTable m_symbols;

    static QString frame(Timestamp end)
    {
        return QStringLiteral(R"([{"ev":"A","sym":"AAPL","v":10,"o":1,"c":1,"h":1,"l":1,"s":%1,"e":%2}])")
            .arg((end - OneSecond).ms)
            .arg(end.ms);
    }
    static ConnectionHealth figures(const FrameIntake &intake)
    {
        ConnectionHealth health;
        intake.report(health);
        return health;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_symbols.intern(std::string_view("AAPL"))); }

    void passesTicksOnWithTheirConnection()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        QCOMPARE(intake.read(frame(Now), Now, 77).ticks.size(), 1u);
        TickGatherer gatherer({2});
        const QSignalSpy spy(&gatherer, &TickGatherer::gathered);
        gatherer.add(intake);
        gatherer.flush();
        const auto batch = spy.value(0).value(0).value<TickBatchPtr>();
        QVERIFY(batch);
        QCOMPARE(batch->connection, ConnectionId{2});
        QCOMPARE(batch->received, Now);
        QCOMPARE(batch->receivedNs, 77);
        QCOMPARE(batch->ticks.size(), 1u);
        QCOMPARE(batch->ticks[0].end, Now);
    }

    void oneReadOfTheSocketMakesOneBatch()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        TickGatherer gatherer({1});
        const QSignalSpy spy(&gatherer, &TickGatherer::gathered);
        const auto batch = [&](int at) { return spy.value(at).value(0).value<TickBatchPtr>(); };
        for (int i = 0; i < 3; ++i) {
            intake.read(frame(Now), Now + OneSecond * i, i);
            gatherer.add(intake);
        }
        QCOMPARE(spy.size(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(spy.size(), 1);
        QCOMPARE(batch(0)->ticks.size(), 3u);
        QCOMPARE(batch(0)->received, Now); // of the first
        QCoreApplication::processEvents();
        QCOMPARE(spy.size(), 1);
        // What must not come before the ticks is said after them.
        gatherer.add(intake);
        gatherer.flush();
        QCOMPARE(spy.size(), 2);
        QCoreApplication::processEvents();
        QCOMPARE(spy.size(), 2);
        // A long read is handed on in parts.
        for (int i = 0; i < 600; ++i)
            gatherer.add(intake);
        QCOMPARE(spy.size(), 4);
        QCOMPARE(batch(3)->ticks.size(), 256u);
    }

    void anEventFromTheFutureIsRejected()
    {
        FrameIntake strict(QStringLiteral("primary"), m_symbols, false);
        QCOMPARE(strict.read(frame(Now + MarketClock::AutoThreshold), Now, 0).ticks.size(), 1u);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("primary dropped 1 malformed.*future")));
        const massive::ParsedFrame &read = strict.read(frame(Now + MarketClock::AutoThreshold + OneSecond), Now, 0);
        QVERIFY(read.ticks.empty());
        QCOMPARE(read.malformed, 1);
        QCOMPARE(read.thrownAway.size(), 1u);
        QVERIFY(!read.thrownAway[0].minute.isValid());
        QCOMPARE(figures(strict).errors, 1u);
        QCOMPARE(figures(strict).thrownAway[std::size_t(Flaw::Time)], 1u);
        // This machine's clock is behind: what looks like the future is the present there.
        FrameIntake behind(QStringLiteral("primary"), m_symbols, false);
        QCOMPARE(behind.read(frame(Now + OneMinute * 12), Now, 0, OneMinute * 12).ticks.size(), 1u);
        QCOMPARE(behind.received(), Now);
        FrameIntake simulated(QStringLiteral("primary"), m_symbols, true);
        QCOMPARE(simulated.read(frame(Now + OneDay), Now, 0).ticks.size(), 1u);
    }

    void whatIsNoJsonIsCounted()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        QCOMPARE(intake.read(frame(Now), Now, 0).ticks.size(), 1u);
        QCOMPARE(figures(intake).messages, 1u);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("primary dropped 1 malformed")));
        QVERIFY(intake.read(QString::fromUtf8(QByteArray::fromHex("1f8b0800ff")), Now, 0).ticks.empty());
        QVERIFY(intake.isFrameUseless());
        QCOMPARE(figures(intake).errors, 1u);
    }

    void theKeyIsNotLogged()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false, Milliseconds(5'000),
                           QStringLiteral("abcdefghijkl"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("in a frame with the key in it$")));
        intake.read(QStringLiteral("echo: auth abcdefghijkl"), Now, 0);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("in echo: abc$")));
        intake.read(QStringLiteral("echo: abc"), Now, 0);
    }

    void whatIsThrownAwayForAWhileIsUnreadable()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        const QString future = frame(Now + OneDay);
        const auto second = [](int number) { return std::int64_t(number) * 1'000'000'000; };
        for (int i = 0; i < 4; ++i)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("from the future")));
        intake.read(future, Now, second(1));
        intake.read(QStringLiteral("[]"), Now, second(3));
        intake.read(future, Now, second(5));
        QVERIFY(!intake.isUnreadable());
        intake.read(future, Now, second(6));
        QVERIFY(intake.isUnreadable());
        QCOMPARE(intake.problem(), QStringLiteral("an event from the future"));
        intake.read(frame(Now), Now, second(7));
        QVERIFY(!intake.isUnreadable());
        intake.read(future, Now, second(60));
        QVERIFY(!intake.isUnreadable()); // once is no rule
    }

    void figuresAreThoseOfAllFrames()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        for (int i = 0; i < 5; ++i) {
            const Timestamp end = Now + OneSecond * i;
            intake.read(frame(end), end + Milliseconds(2'030), 0); // held back for two seconds
            intake.measureLatency();
        }
        intake.read(QStringLiteral(R"([{"ev":"NOI","T":"AAPL"}])"), Now + OneMinute, 0);
        intake.measureRate();
        const ConnectionHealth health = figures(intake);
        QCOMPARE(health.messages, 6u);
        QCOMPARE(health.ticks, 5u);
        QCOMPARE(health.ignored, 1u);
        QCOMPARE(health.errors, 0u);
        QCOMPARE(health.ratePerSecond, 5.0);
        QCOMPARE(health.lastMessage, Now + OneMinute);
        QVERIFY(health.latencyP50Ms >= 28 && health.latencyP50Ms <= 32);
        intake.measureRate();
        QCOMPARE(figures(intake).ratePerSecond, 0.0);
    }

    void aFeedGoneBadDoesNotFillTheLog()
    {
        FrameIntake intake(QStringLiteral("primary"), m_symbols, false);
        for (int i = 0; i < 19; ++i)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("malformed")));
        for (int i = 0; i < 500; ++i)
            intake.read(QStringLiteral("nonsense"), Now, 0);
        QCOMPARE(figures(intake).errors, 500u);
    }
};

QTEST_GUILESS_MAIN(FrameIntakeTest)
#include "tst_frameintake.moc"
