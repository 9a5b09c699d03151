// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/marketlife.h"
#include "tests/support/fakerun.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// One market after the other, and nobody waits for a server that hangs.
class MarketLifeTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 10'000;
    QStringList m_log;

    FakeRun *begin(MarketLife &life, const char *name)
    {
        auto run = std::make_unique<FakeRun>(QString::fromLatin1(name), m_log);
        FakeRun *pointer = run.get();
        life.begin(std::move(run));
        return pointer;
    }
    void note(const char *what) { m_log.append(QString::fromLatin1(what)); }
    void expect(const QByteArray &log) const { QCOMPARE(m_log.join(u'|').toUtf8(), log); }

private Q_SLOTS:
    void init() { m_log.clear(); }

    void withoutARunNothingIsAwaited()
    {
        MarketLife life;
        life.endThen([this] { note("next"); });
        expect("next");
    }

    void theNextComesAfterTheEnd()
    {
        MarketLife life;
        FakeRun *run = begin(life, "old");
        QCOMPARE(life.current(), run);
        life.endThen([this] { note("next"); });
        QCOMPARE(life.current(), nullptr);
        QVERIFY(life.isEnding());
        expect("old starts|old stops"); // and the caller goes on
        run->letGo();
        QTRY_VERIFY_WITH_TIMEOUT(!life.isEnding(), Patience);
        expect("old starts|old stops|old is gone|next");
    }

    void onlyTheLastWishCounts()
    {
        MarketLife life;
        FakeRun *run = begin(life, "old");
        life.endThen([this] { note("first"); });
        life.endThen([this] { note("second"); });
        expect("old starts|old stops");
        run->letGo();
        QTRY_VERIFY_WITH_TIMEOUT(!life.isEnding(), Patience);
        expect("old starts|old stops|old is gone|second");
    }

    void whatFollowsMayBegin()
    {
        MarketLife life;
        FakeRun *run = begin(life, "old");
        life.endThen([&] { begin(life, "new"); });
        run->letGo();
        QTRY_VERIFY_WITH_TIMEOUT(life.current(), Patience);
        expect("old starts|old stops|old is gone|new starts");
    }

    void anEndThatTakesTooLongIsReportedAndAwaited()
    {
        MarketLife life(std::chrono::milliseconds(0));
        QSignalSpy overdue(&life, &MarketLife::overdue);
        FakeRun *run = begin(life, "old");
        life.endThen([this] { note("next"); });
        QTRY_COMPARE_WITH_TIMEOUT(overdue.size(), 1, Patience);
        QVERIFY(life.isEnding()); // two feeds on one key would evict each other
        expect("old starts|old stops");
        run->letGo();
        QTRY_VERIFY_WITH_TIMEOUT(!life.isEnding(), Patience);
        expect("old starts|old stops|old is gone|next");
    }

    void theProgramMayEndMeanwhile()
    {
        {
            MarketLife life;
            begin(life, "old");
            life.endThen([this] { note("next"); });
        }
        expect("old starts|old stops|old is gone");
    }
};

QTEST_GUILESS_MAIN(MarketLifeTest)
#include "tst_marketlife.moc"
