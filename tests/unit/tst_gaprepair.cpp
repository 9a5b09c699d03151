// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/gaprepair.h"
#include "core/market/barprovider.h"
#include "core/storage/writequeue.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Has nothing, and says so when the test wants it to.
class EmptyProvider final : public BarProvider
{
public:
    void bars(const QString &, Timespan, Timestamp, Timestamp, Priority, BarsAnswer answer) override
    {
        m_waiting.push_back(std::move(answer));
    }
    std::size_t answerAll(int unreadable = 0)
    {
        const auto waiting = std::exchange(m_waiting, {});
        for (const BarsAnswer &answer : waiting)
            answer(FetchedBars{{}, {}, unreadable});
        return waiting.size();
    }

private:
    std::vector<BarsAnswer> m_waiting;
};

} // namespace

/// When what was missed is asked for, and when it counts as repaired.
class GapRepairTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_open = at("2025-03-10 09:30");

private Q_SLOTS:
    /// Asking waits for the server's time, events do not wait for it.
    void timeNotRunningEndsWithAnEventThatCameBeforeItWasAskedFor()
    {
        EmptyProvider provider;
        SymbolTable symbols;
        WriteQueue store(100);
        HealthBoard health;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        {
            GapRepair repair({&provider, symbols, store, health, [this] { return m_open + OneMinute * 60; }});
            repair.noteStored(symbol, m_open);
            repair.noteResumed({{symbol, {1}, m_open + OneMinute * 58}});
            repair.repairHoles({symbol});
            QCOMPARE(provider.answerAll(), 1u);
            repair.noteConfirmed({{symbol, m_open + OneMinute * 58}});
        }
        const GapHealth gaps = health.snapshot().gaps;
        QVERIFY(gaps.list && gaps.list->size() == 1);
        const Gap &gap = gaps.list->front();
        QCOMPARE(gap.cause, QStringLiteral("not running"));
        QCOMPARE(gap.from, m_open + OneMinute);
        QCOMPARE(gap.to, m_open + OneMinute * 58);
        QVERIFY(gap.isRepaired());
    }

    void anAnswerOfWhichRowsWereLeftOutRepairsNothing()
    {
        EmptyProvider provider;
        SymbolTable symbols;
        WriteQueue store(100);
        HealthBoard health;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        {
            GapRepair repair({&provider, symbols, store, health, [this] { return m_open + OneMinute * 60; }});
            repair.noteStored(symbol, m_open);
            repair.noteResumed({{symbol, {1}, m_open + OneMinute * 58}});
            repair.repairHoles({symbol});
            QCOMPARE(provider.answerAll(1), 1u);
            repair.noteConfirmed({{symbol, m_open + OneMinute * 58}});
        }
        const HealthBoard::Snapshot now = health.snapshot();
        QVERIFY(now.gaps.list && now.gaps.list->size() == 1);
        QVERIFY(!now.gaps.list->front().isRepaired());
        QCOMPARE(now.repair.lastError, QStringLiteral("1 bar(s) that came cannot be true"));
    }

    void aLossAfterItIsAHoleOfItsOwn()
    {
        EmptyProvider provider;
        SymbolTable symbols;
        WriteQueue store(100);
        HealthBoard health;
        const SymbolId symbol = *symbols.intern(QStringLiteral("AAPL"));
        {
            GapRepair repair({&provider, symbols, store, health, [this] { return m_open + OneMinute * 60; }});
            repair.noteStored(symbol, m_open);
            repair.noteResumed({{symbol, {1}, m_open + OneMinute * 58}});
            repair.noteLost({{1}, {symbol}, m_open + OneMinute * 59, StatusReason::Lost});
            repair.repairHoles({symbol});
            QCOMPARE(provider.answerAll(), 1u);
            repair.noteConfirmed({{symbol, m_open + OneMinute * 60}});
        }
        const GapHealth gaps = health.snapshot().gaps;
        QVERIFY(gaps.list && !gaps.list->empty());
        for (const Gap &gap : *gaps.list)
            QVERIFY(!gap.isRepaired()); // nothing has come since
    }
};

QTEST_GUILESS_MAIN(GapRepairTest)
#include "tst_gaprepair.moc"
