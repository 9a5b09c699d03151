// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/volumeaccount.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// That what is fetched is compared with what the feed says has traded.
class VolumeAccountTest final : public Test
{
    Q_OBJECT

private:
    using State = VolumeAccount::State;
    static constexpr SymbolId Symbol{3};
    const Timestamp m_open = at("2025-03-10 09:30");

    DayVolume told(int minute, double before, double volume) const
    {
        return {Symbol, m_open + OneMinute * minute, before, volume};
    }
    std::vector<Bar> minutes(int first, int count, double volume) const
    {
        std::vector<Bar> made;
        for (int i = first; i < first + count; ++i)
            made.push_back(bar(m_open + OneMinute * i, 10, 10, 10, 10, volume));
        return made;
    }
    /// A hole of ten minutes in which 1,000 shares traded in each: the feed has told so.
    VolumeAccount withHole() const
    {
        VolumeAccount account;
        account.note(told(3, 3'000, 1'000));
        account.note(told(4, 4'000, 1'000));
        account.open(Symbol);
        account.note(told(15, 15'000, 1'000));
        return account;
    }
    VolumeAccount::Verdict judge(const VolumeAccount &account) const
    {
        return account.judge(Symbol, m_open + OneMinute * 5 + OneSecond * 12, m_open + OneMinute * 14 + OneSecond * 30);
    }

private Q_SLOTS:
    void whatAddsUpAgrees()
    {
        VolumeAccount account = withHole();
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
    }

    void anEmptyAnswerLeavesAllOfItMissing()
    {
        VolumeAccount account = withHole();
        account.noteMinutes(Symbol, {});
        const auto verdict = judge(account);
        QVERIFY(verdict.state == State::Missing);
        QCOMPARE(verdict.missingShare, 10.0 / 12); // two minutes before it are compared, too
    }

    void oneMinuteThatIsLeftOutIsNoticed()
    {
        VolumeAccount account = withHole();
        account.noteMinutes(Symbol, minutes(5, 9, 1'000));
        const auto verdict = judge(account);
        QVERIFY(verdict.state == State::Missing);
        QCOMPARE(verdict.missingShare, 1.0 / 12);
        account.noteMinutes(Symbol, minutes(14, 1, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
    }

    /// A minute before the first bar that the feed has told is corrected afterwards: what the feed says of the day from
    /// then on is more than the minutes from that bar on have.
    void whatIsReportedLateOfTheTimeBeforeABarIsNotMissingInTheHole()
    {
        VolumeAccount account;
        account.note(told(3, 3'000, 1'000));
        account.note(told(4, 4'700, 1'000)); // the minute 2 has 700 more by now
        account.open(Symbol);
        account.note(told(15, 15'700, 1'000));
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
        account.noteMinutes(Symbol, minutes(9, 1, 0));
        const auto verdict = judge(account);
        QVERIFY(verdict.state == State::Missing);
        QCOMPARE(verdict.missingShare, 1.0 / 11);
    }

    /// The first bar after the hole is a correction; its original was lost. What it tells of the day is of later.
    void aBarThatComesLateIsNotTheOnlyWitness()
    {
        VolumeAccount account;
        account.note(told(4, 4'000, 1'000));
        account.open(Symbol);
        account.note(told(15, 15'400, 1'000)); // 24 seconds of the minute 16 are in it
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        QVERIFY(judge(account).state == State::Missing);
        account.note(told(16, 16'000, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
    }

    /// Reports that come late are in REST and not in what the feed said then, or the other way round.
    void lateReportsAreNoHole()
    {
        VolumeAccount account = withHole();
        account.noteMinutes(Symbol, minutes(5, 10, 997));
        QVERIFY(judge(account).state == State::Agrees);
        account.noteMinutes(Symbol, minutes(5, 10, 1'200));
        QVERIFY(judge(account).state == State::Agrees);
        account.noteMinutes(Symbol, minutes(5, 10, 980));
        QVERIFY(judge(account).state == State::Missing);
    }

    /// A trade of the minute before the hole is reported in the midst of it: REST has it in its minute.
    void whatIsReportedLateBelongsToItsMinute()
    {
        VolumeAccount account;
        account.note(told(3, 3'000, 1'000));
        account.note(told(4, 4'000, 1'000));
        account.open(Symbol);
        account.note(told(5, 5'800, 1'000));
        account.noteMinutes(Symbol, minutes(3, 1, 1'000));
        account.noteMinutes(Symbol, minutes(4, 1, 1'800));
        const Timestamp from = m_open + OneMinute * 5 + OneSecond;
        QVERIFY(account.judge(Symbol, from, from + OneSecond * 20).state == State::Agrees);
    }

    /// Its volume of the day is that of the moment, not of its minute.
    void aBarThatIsSentAgainTellsNothingOfTheDay()
    {
        VolumeAccount account = withHole();
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        account.note(told(4, 16'000, 1'010));
        account.note(told(15, 99'000, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
    }

    void aBarFromNowhereDoesNotEndTheComparison()
    {
        VolumeAccount account;
        account.note(told(50'000, 1, 1)); // of some day in the future
        account.note(told(4, 4'000, 1'000));
        account.open(Symbol);
        account.note(told(15, 15'000, 1'000));
        QVERIFY(judge(account).state == State::Missing);
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        QVERIFY(judge(account).state == State::Agrees);
    }

    void theFeedsNextBarIsWaitedFor()
    {
        VolumeAccount account;
        account.note(told(4, 4'000, 1'000));
        account.open(Symbol);
        account.noteMinutes(Symbol, minutes(5, 10, 1'000));
        QVERIFY(judge(account).state == State::Waiting);
        account.note(told(40, 41'000, 1'000)); // the next one in which it traded
        QVERIFY(judge(account).state == State::Missing);
        account.noteMinutes(Symbol, minutes(15, 25, 1'040));
        QVERIFY(judge(account).state == State::Agrees);
    }

    void withoutABeginningThereIsNothingToCompareWith()
    {
        VolumeAccount account;
        QVERIFY(judge(account).state == State::Unknown);
        account.open(Symbol);
        account.note(told(15, 15'000, 1'000));
        QVERIFY(judge(account).state == State::Unknown);
        account.note({Symbol, m_open + OneMinute * 16, NoValue, 1'000}); // not told
        QVERIFY(judge(account).state == State::Unknown);
    }

    void theDaysVolumeBeginsAnewEveryDay()
    {
        VolumeAccount account;
        account.note({Symbol, m_open - OneDay, 900'000, 1'000});
        account.open(Symbol);
        account.note(told(15, 15'000, 1'000));
        QVERIFY(judge(account).state == State::Unknown);
    }

    void holesFarApartAreJudgedByThemselves()
    {
        VolumeAccount account = withHole();
        for (int i = 16; i < 40; ++i)
            account.note(told(i, 1'000 * i, 1'000));
        account.note(told(45, 45'000, 1'000));
        account.noteMinutes(Symbol, minutes(40, 5, 1'000));
        QVERIFY(judge(account).state == State::Missing);
        QVERIFY(account.judge(Symbol, m_open + OneMinute * 40, m_open + OneMinute * 44).state == State::Agrees);
        account.close(Symbol);
        QVERIFY(judge(account).state == State::Unknown);
    }
};

QTEST_GUILESS_MAIN(VolumeAccountTest)
#include "tst_volumeaccount.moc"
