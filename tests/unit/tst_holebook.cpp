// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/holebook.h"
#include "core/history/minuterepair.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Answers every request at once with what the test has prepared.
class PreparedProvider final : public BarProvider
{
public:
    void bars(const QString &, Timespan, Timestamp from, Timestamp to, Priority priority, BarsAnswer answer) override
    {
        ++requests;
        lastFrom = from;
        lastTo = to;
        lastPriority = priority;
        answer(FetchedBars{answers, {}, unreadable});
    }
    std::vector<Bar> answers;
    int unreadable = 0;
    int requests = 0;
    Timestamp lastFrom, lastTo;
    Priority lastPriority = Priority::Background;
};

} // namespace

/// From when on a symbol's minutes are fetched, and how single minutes are asked for.
class HoleBookTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr SymbolId Aapl{0};
    static constexpr MinuteRepair::WaitsMs AtOnce{0, 0, 0};
    const Timestamp m_now = at("2025-03-10 12:00");

private Q_SLOTS:
    void withoutAHoleTheRunningSessionIsFetched()
    {
        HoleBook holes;
        QVERIFY(!holes.has(Aapl));
        QCOMPARE(holes.takeStart(Aapl, m_now), at("2025-03-10 04:00"));
    }

    void theEarliestHoleCountsAndIsTakenOnce()
    {
        HoleBook holes;
        holes.add(Aapl, m_now - OneHour + OneSecond);
        holes.add(Aapl, m_now);
        QVERIFY(holes.has(Aapl));
        QCOMPARE(holes.unasked(), 1);
        QCOMPARE(holes.takeStart(Aapl, m_now), m_now - OneHour);
        QVERIFY(!holes.has(Aapl));
        QCOMPARE(holes.unasked(), 0);
    }

    void aHoleIsRepairedSomeSessionsBackAtMost()
    {
        HoleBook holes;
        holes.add(Aapl, at("2025-01-02 10:00"));
        QCOMPARE(holes.takeStart(Aapl, m_now), at("2025-03-03 00:00"));
    }

    void missedTradingHoursAreToldOnce()
    {
        HoleBook holes;
        QVERIFY(!holes.takeTimeNotRunning(Aapl, m_now));
        holes.noteStored(Aapl, m_now - OneHour);
        const auto missed = holes.takeTimeNotRunning(Aapl, m_now);
        QVERIFY(missed);
        QCOMPARE(missed->from, m_now - OneHour + OneMinute);
        QVERIFY(!missed->to); // no event has come yet
        QVERIFY(!holes.takeTimeNotRunning(Aapl, m_now));
    }

    void theFirstEventEndsTheTimeNotRunning()
    {
        HoleBook holes;
        holes.noteStored(Aapl, m_now - OneHour);
        holes.noteResumed(Aapl, m_now - OneMinute * 10);
        QCOMPARE(holes.takeTimeNotRunning(Aapl, m_now)->to, std::optional(m_now - OneMinute * 10));
        holes.noteStored(Aapl, m_now - OneHour);
        holes.noteLost(Aapl);
        QVERIFY(!holes.takeTimeNotRunning(Aapl, m_now)->to);
    }

    void aNightIsNotMissed()
    {
        HoleBook holes;
        holes.noteStored(Aapl, at("2025-03-07 19:59")); // a Friday's last minute
        QVERIFY(!holes.takeTimeNotRunning(Aapl, at("2025-03-10 04:00")));
        holes.noteStored(Aapl, at("2025-03-07 19:59"));
        QVERIFY(holes.takeTimeNotRunning(Aapl, at("2025-03-10 04:05")));
    }

    void aMinuteIsAskedForAFewTimesAndThenGivenUp()
    {
        PreparedProvider provider;
        SymbolTable symbols;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        MinuteRepair repair(
            {provider, symbols, [](const QString &) { return Priority::Visible; }, [](SymbolId) { return false; }},
            AtOnce);
        QSignalSpy givenUp(&repair, &MinuteRepair::givenUp), fetched(&repair, &MinuteRepair::fetched);
        repair.repair(symbol, m_now);
        QTRY_COMPARE(givenUp.size(), 1);
        QCOMPARE(provider.requests, 3);
        QCOMPARE(provider.lastFrom, m_now);
        QCOMPARE(provider.lastTo, m_now + OneMinute - Milliseconds(1));
        QCOMPARE(provider.lastPriority, Priority::Visible);
        QCOMPARE(fetched.size(), 0);
    }

    void aMinuteThatRestHasIsFetched()
    {
        PreparedProvider provider;
        provider.answers = {bar(m_now, 1, 1, 1, 1, 1)};
        SymbolTable symbols;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        MinuteRepair repair(
            {provider, symbols, [](const QString &) { return Priority::Background; }, [](SymbolId) { return false; }},
            AtOnce);
        QSignalSpy fetched(&repair, &MinuteRepair::fetched);
        repair.repair(symbol, m_now);
        QTRY_COMPARE(fetched.size(), 1);
        QCOMPARE(fetched[0][0].toString(), QStringLiteral("AAPL"));
        QCOMPARE(provider.requests, 1);
    }

    /// What came for it cannot be true: that says nothing about the minute.
    void aMinuteWhoseRowIsRefusedIsNotGivenUp()
    {
        PreparedProvider provider;
        provider.unreadable = 1;
        SymbolTable symbols;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        MinuteRepair repair(
            {provider, symbols, [](const QString &) { return Priority::Visible; }, [](SymbolId) { return false; }},
            AtOnce);
        QSignalSpy givenUp(&repair, &MinuteRepair::givenUp);
        repair.repair(symbol, m_now);
        QTRY_COMPARE(provider.requests, 1);
        QCoreApplication::processEvents();
        QCOMPARE(provider.requests, 1); // the next one is a minute away
        QVERIFY(givenUp.isEmpty());
    }

    void aRangeUnderRepairIsWaitedForUntilTheLastAttempt()
    {
        PreparedProvider provider;
        SymbolTable symbols;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        MinuteRepair repair(
            {provider, symbols, [](const QString &) { return Priority::Background; }, [](SymbolId) { return true; }},
            AtOnce);
        QSignalSpy givenUp(&repair, &MinuteRepair::givenUp);
        repair.repair(symbol, m_now);
        QTRY_COMPARE(givenUp.size(), 1);
        QCOMPARE(provider.requests, 1);
    }

    void aConfirmedMinuteIsNotAskedForAnyMore()
    {
        PreparedProvider provider;
        SymbolTable symbols;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        MinuteRepair repair(
            {provider, symbols, [](const QString &) { return Priority::Background; }, [](SymbolId) { return false; }},
            AtOnce);
        QSignalSpy givenUp(&repair, &MinuteRepair::givenUp);
        repair.repair(symbol, m_now);
        repair.noteConfirmed(symbol, m_now);
        repair.repair(symbol, m_now + OneMinute);
        QTRY_COMPARE(givenUp.size(), 1);
        QCOMPARE(givenUp[0][1].value<Timestamp>(), m_now + OneMinute);
        QCOMPARE(provider.lastFrom, m_now + OneMinute);
    }
};

QTEST_GUILESS_MAIN(HoleBookTest)
#include "tst_holebook.moc"
