// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/pendinghole.h"
#include "core/relay/relayedfeed.h"
#include "core/relay/sequencefollower.h"
#include "core/relay/wantedsymbols.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

using Step = SequenceFollower::Step;

/// The parts of a feed that takes the market from another program.
class RelayTest final : public test::Test
{
    Q_OBJECT

private:
    const QString m_aapl = QStringLiteral("AAPL"), m_msft = QStringLiteral("MSFT"), m_nvda = QStringLiteral("NVDA");

private Q_SLOTS:
    void numbersTellWhatIsMissing()
    {
        SequenceFollower sequence;
        const QString one = QStringLiteral("one"), two = QStringLiteral("two");
        QCOMPARE(sequence.follow(one, 17), Step::Next); // whoever comes late has missed nothing
        QCOMPARE(sequence.follow(one, 18), Step::Next);
        QCOMPARE(sequence.follow(one, 18), Step::Repeated);
        QCOMPARE(sequence.follow(one, 3), Step::Repeated);
        QCOMPARE(sequence.follow(one, 20), Step::AfterHole);
        QCOMPARE(sequence.follow(one, 21), Step::Next);
        QCOMPARE(sequence.follow(two, 1), Step::AfterHole); // what it did not send is not known
        QCOMPARE(sequence.follow(two, 2), Step::Next);
        QCOMPARE(sequence.follow(one, 22), Step::Next); // two at a time are no holes
        QCOMPARE(sequence.follow(two, 3), Step::Next);
    }

    void holesOfAPauseAreOne()
    {
        constexpr std::int64_t second = 1'000'000;
        const Timestamp first = at("2025-03-10 09:30"), later = first + OneSecond;
        PendingHole hole;
        QVERIFY(!hole.takeDue(0));
        hole.note({}); // before the first data there is nothing to lose
        QVERIFY(!hole.isNoted() && !hole.takeDue(0));
        hole.note(first);
        QCOMPARE(*hole.takeDue(5 * second), first); // the first one at once
        QVERIFY(!hole.takeDue(5 * second));
        hole.note(later);
        hole.note(later + OneSecond);
        QVERIFY(!hole.takeDue(7 * second - 1));
        QCOMPARE(*hole.takeDue(7 * second), later); // from where the data end
        QVERIFY(!hole.isNoted());
    }

    void whatIsNotCarriedIsMissingUntilItIs()
    {
        SymbolTable table;
        WantedSymbols wanted(table);
        QCOMPARE(wanted.add({m_msft, m_aapl, QStringLiteral("no symbol")}).size(), 2u);
        QVERIFY(wanted.add({m_aapl}).empty());
        QVERIFY(!wanted.takeChange()); // the sender has not said: it is taken to carry all
        QCOMPARE(wanted.carriedCount(), 2);
        wanted.setCarried({m_nvda});
        const auto without = wanted.takeChange();
        QVERIFY(without && without->begun.empty());
        QCOMPARE(without->missing, (QStringList{m_aapl, m_msft}));
        QVERIFY(wanted.carried().empty() && wanted.find(m_aapl) && !wanted.find(m_nvda));
        QVERIFY(!wanted.takeChange());
        wanted.setCarried({m_aapl});
        const auto with = wanted.takeChange();
        QCOMPARE(with->missing, QStringList{m_msft});
        QCOMPARE(with->begun, std::vector<SymbolId>{*table.find(m_aapl)});
        QCOMPARE(wanted.missingCount(), 1);
        wanted.remove({m_msft}); // is missed no more, and has not begun
        const auto last = wanted.takeChange();
        QVERIFY(last->missing.isEmpty() && last->begun.empty());
        QCOMPARE(wanted.carriedCount(), 1);
    }

    void presenceNamesWhatIsCarried()
    {
        const QByteArray json = RelayedFeed::presenceJson(QStringLiteral("x"), {m_aapl, m_msft});
        QCOMPARE(json, QByteArray(R"({"origin":"x","symbols":["AAPL","MSFT"]})"));
        QCOMPARE(RelayedFeed::symbolsInPresence(json), (QStringList{m_aapl, m_msft}));
        QVERIFY(RelayedFeed::symbolsInPresence("nonsense").isEmpty());
    }
};

QTEST_GUILESS_MAIN(RelayTest)
#include "tst_relay.moc"
