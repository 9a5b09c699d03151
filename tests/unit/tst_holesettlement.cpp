// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gaprepair.h"
#include "core/market/barprovider.h"
#include "core/storage/writequeue.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Keeps what it is asked for until the test answers.
class AskedProvider final : public BarProvider
{
public:
    struct Request
    {
        Timestamp from;
        BarsAnswer answer;
    };
    void bars(const QString &, Timespan, Timestamp from, Timestamp, Priority, BarsAnswer answer) override
    {
        waiting.push_back({from, std::move(answer)});
    }
    /// Answers the oldest request; returns from when on it asked.
    Timestamp answer(const std::vector<Bar> &minutes)
    {
        const Request request = std::move(waiting.front());
        waiting.erase(waiting.begin());
        request.answer(FetchedBars{minutes, {}, 0});
        return request.from;
    }
    std::vector<Request> waiting;
};

} // namespace

/// That a hole is repaired when what was fetched accounts for it, and not before.
class HoleSettlementTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_ten = at("2025-03-10 10:00");
    Timestamp m_now = m_ten;
    std::unique_ptr<AskedProvider> m_provider;
    std::unique_ptr<SymbolTable> m_symbols;
    std::unique_ptr<WriteQueue> m_store;
    std::unique_ptr<HealthBoard> m_health;
    std::unique_ptr<GapRepair> m_repair;
    SymbolId m_symbol;

    Timestamp minute(int index) const { return m_ten + OneMinute * index; }
    std::vector<Bar> minutes(int first, int last) const
    {
        std::vector<Bar> made;
        for (int i = first; i <= last; ++i)
            made.push_back(bar(minute(i), 10, 10, 10, 10, 1'000, BarSource::Rest));
        return made;
    }
    /// 1,000 shares trade in each minute.
    void tell(int index)
    {
        m_repair->noteDayVolumes({{m_symbol, minute(index), 500'000.0 + 1'000 * index, 1'000}});
        m_repair->noteConfirmed({{m_symbol, minute(index)}});
    }
    Gap gap()
    {
        Gap found;
        const auto isPublished = [&] {
            const GapList list = m_health->snapshot().gaps.list;
            if (list && !list->empty())
                found = list->back();
            return list && !list->empty();
        };
        (void)QTest::qWaitFor(isPublished);
        return found;
    }
    /// Data stops at 10:05:12 and comes again at 10:15:10.
    void loseTenMinutes()
    {
        tell(4);
        m_now = minute(5) + OneSecond * 12;
        m_repair->noteLost({{1}, {m_symbol}, m_now, StatusReason::Lost});
        m_now = minute(15) + OneSecond * 10;
        m_repair->repairHoles({m_symbol});
        m_repair->noteResumed({{m_symbol, {1}, m_now}});
    }

private Q_SLOTS:
    void init()
    {
        m_now = m_ten;
        m_provider = std::make_unique<AskedProvider>();
        m_symbols = std::make_unique<SymbolTable>();
        m_symbol = *m_symbols->intern(std::string_view("AAPL"));
        m_store = std::make_unique<WriteQueue>(1'000);
        m_health = std::make_unique<HealthBoard>();
        m_repair = std::make_unique<GapRepair>(
            GapRepair::Parts{m_provider.get(), *m_symbols, *m_store, *m_health, [this] { return m_now; }});
    }
    void cleanup() { m_repair.reset(); }

    /// It has no results, and says that it is all right.
    void anEmptyAnswerIsNoRepair()
    {
        loseTenMinutes();
        m_provider->answer({});
        tell(15);
        tell(16);
        QTRY_VERIFY(gap().openBecause.contains(u"90.9 %"));
        QVERIFY(!gap().isRepaired());
        m_now = minute(19);
        QTRY_COMPARE(m_provider->waiting.size(), 1u);
        QVERIFY(m_provider->answer(minutes(-11, 18)) <= minute(5));
        QTRY_VERIFY(gap().isRepaired());
        QCOMPARE(gap().repairedBy, QStringLiteral("rest"));
    }

    void anAnswerThatLacksAMinuteIsAskedForAgainEverMoreSeldom()
    {
        loseTenMinutes();
        m_provider->answer(minutes(-11, 12));
        tell(15);
        QTRY_VERIFY(gap().openBecause.contains(u"18.2 %"));
        for (int pause : {3, 5, 9}) {
            m_now = m_now + OneMinute * pause;
            QTRY_COMPARE(m_provider->waiting.size(), 1u);
            m_provider->answer(minutes(5, 12));
            QVERIFY(!gap().isRepaired());
        }
    }

    /// What waits is fetched when it is due and not before, from the earlier of two beginnings.
    void rechecksWaitForTheirTime()
    {
        Rechecks rechecks;
        rechecks.add(m_symbol, minute(5), minute(20), 2 * OneMinute);
        QVERIFY(rechecks.has(m_symbol) && rechecks.take(minute(21)).empty());
        rechecks.add(m_symbol, minute(7), minute(21), 4 * OneMinute);
        QVERIFY(rechecks.take(minute(24)).empty());
        const auto due = rechecks.take(minute(25));
        QCOMPARE(due.size(), 1u);
        QCOMPARE(due.front().from, minute(5));
        QVERIFY(rechecks.isEmpty());
    }

    void whatIsLeftAfterTheCloseIsSaid()
    {
        loseTenMinutes();
        m_provider->answer({});
        tell(15);
        const Timestamp close = at("2025-03-10 16:00");
        m_now = close + OneMinute * 17;
        m_provider->waiting.clear();
        m_repair->takeCorrections({QStringLiteral("AAPL")}, at("2025-03-10 04:00"), close);
        m_provider->waiting.erase(m_provider->waiting.begin(), m_provider->waiting.end() - 1);
        m_provider->answer(minutes(5, 13));
        QTRY_COMPARE(gap().repairedBy, QStringLiteral("fetched, 9.1 % of volume unexplained"));
        QVERIFY(gap().isEnded() && !gap().isRepaired());
    }

    /// What was corrected while nobody listened may not be in the first answer yet.
    void theNewestMinutesAreFetchedTwice()
    {
        loseTenMinutes();
        m_provider->answer(minutes(-11, 15));
        tell(15);
        tell(16);
        QTRY_VERIFY(gap().openBecause.contains(u"once more"));
        QVERIFY(!gap().isRepaired());
        m_now = minute(18);
        QTRY_COMPARE(m_provider->waiting.size(), 1u);
        QVERIFY(m_provider->answer(minutes(-1, 17)) <= minute(5));
        QTRY_VERIFY(gap().isRepaired());
    }

    /// The correction of a minute before it may have been lost with it. What REST says of a minute so young does not
    /// replace what the feed has said, so that it is in vain to have been told at once.
    void minutesBeforeAShortHoleAreFetchedTwiceToo()
    {
        tell(4);
        m_now = minute(5) + OneSecond * 12;
        m_repair->noteLost({{1}, {m_symbol}, m_now, StatusReason::Unreadable});
        m_now = minute(5) + OneSecond * 40;
        m_repair->repairHoles({m_symbol});
        m_repair->noteResumed({{m_symbol, {1}, m_now}});
        QVERIFY(m_provider->answer(minutes(-11, 5)) <= minute(-11));
        tell(5);
        tell(6);
        QTRY_VERIFY(gap().openBecause.contains(u"once more"));
        m_now = minute(9);
        QTRY_COMPARE(m_provider->waiting.size(), 1u);
        QVERIFY(m_provider->answer(minutes(-11, 8)) <= minute(-11));
        QTRY_VERIFY(gap().isRepaired());
    }

    /// A symbol that hardly trades: nothing comes between two losses, which are one hole then.
    void twoLossesFarApartAreFetchedFromTheFirst()
    {
        m_repair->noteLost({{1}, {m_symbol}, m_ten, StatusReason::Lost});
        m_now = minute(1);
        m_repair->repairHoles({m_symbol});
        m_provider->answer({});
        m_now = minute(40);
        m_repair->noteLost({{1}, {m_symbol}, minute(39), StatusReason::Lost});
        m_repair->repairHoles({m_symbol});
        while (m_provider->waiting.size() > 1)
            m_provider->answer({});
        QVERIFY(m_provider->answer({}) <= m_ten);
        m_repair->noteResumed({{m_symbol, {1}, minute(50)}});
        m_repair->noteConfirmed({{m_symbol, minute(50)}});
        m_now = minute(55);
        QTRY_COMPARE(m_provider->waiting.size(), 1u);
        m_provider->answer({});
        QTRY_VERIFY(gap().isRepaired());
    }

    /// The same of what was dropped for want of time.
    void overloadsThatGoOnAreFetchedFromTheFirst()
    {
        m_repair->noteOverload({m_symbol}, m_ten, m_ten + OneSecond * 20);
        m_repair->repairHoles({m_symbol});
        for (int i = 1; i < 60; ++i)
            m_repair->noteOverload({m_symbol}, m_ten + OneSecond * 40 * i, m_ten + OneSecond * (40 * i + 20));
        m_provider->answer({}); // asked before most of it
        m_now = minute(45);
        m_repair->repairHoles({m_symbol});
        QVERIFY(m_provider->answer({}) <= m_ten);
        m_repair->noteConfirmed({{m_symbol, minute(40)}});
        QTRY_VERIFY(gap().isRepaired());
    }
};

QTEST_GUILESS_MAIN(HoleSettlementTest)
#include "tst_holesettlement.moc"
