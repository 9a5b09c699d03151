// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/carrierbook.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;

using Ids = std::vector<SymbolId>;

/// Who carries which symbol, without any connection.
class CarrierBookTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr SymbolId A{0}, B{1};
    static constexpr ConnectionId First{1}, Second{2};
    static constexpr Timestamp Now{1'000'000};

    /// What is to be sent for one symbol, as "+1 -2".
    static QString reconcile(CarrierBook &book, SymbolId symbol, const Route &route)
    {
        CarrierBook::Changes changes;
        book.reconcile(symbol, route, changes);
        QStringList words;
        for (std::size_t id = 0; id < changes.added.size(); ++id) {
            if (!changes.added[id].empty())
                words.append(QStringLiteral("+%1").arg(id));
            if (!changes.removed[id].empty())
                words.append(QStringLiteral("-%1").arg(id));
        }
        return words.join(u' ');
    }
    /// Both connections live; A and B subscribed and confirmed on the first.
    static CarrierBook onFirst()
    {
        CarrierBook book;
        book.setStatus(First, ConnectionStatus::Live);
        book.setStatus(Second, ConnectionStatus::Live);
        for (const SymbolId symbol : {A, B}) {
            book.add(symbol);
            reconcile(book, symbol, {First, {}});
        }
        book.confirm(First, {A, B}, Now);
        return book;
    }
    static Loss loss(ConnectionId connection, Timestamp since) { return {connection, {A}, since, StatusReason::Lost}; }

private Q_SLOTS:
    void aNewSymbolIsSubscribedOnceAndReturnsWithItsConfirmation()
    {
        CarrierBook book;
        book.setStatus(First, ConnectionStatus::Live);
        book.add(A);
        QCOMPARE(reconcile(book, A, {First, {}}), QStringLiteral("+1"));
        QCOMPARE(reconcile(book, A, {First, {}}), QString());
        QVERIFY(!book.isConfirmed(A, First));
        const auto confirmation = book.confirm(First, {A, B}, Now); // nobody asked for B
        QCOMPARE(confirmation.returned, Ids{A});
        QVERIFY(confirmation.moved.empty());
        QCOMPARE(book.confirmedSymbols(), 1);
        QCOMPARE(book.confirm(Second, {A}, Now).moved, Ids{}); // it is not subscribed there
    }

    void theOldCarrierStaysUntilTheNewOneHasConfirmed()
    {
        CarrierBook book = onFirst();
        QCOMPARE(reconcile(book, A, {Second, {}}), QStringLiteral("+2"));
        QCOMPARE(book.carriers(A), 2);
        QVERIFY(book.isNeeded(First));
        const auto confirmation = book.confirm(Second, {A}, Now);
        QCOMPARE(confirmation.moved, Ids{A});
        QVERIFY(confirmation.returned.empty());
        QCOMPARE(reconcile(book, A, {Second, {}}), QStringLiteral("-1"));
        QCOMPARE(book.carriers(A), 1);
        QVERIFY(!book.isNeeded(First)); // B belongs there
        QCOMPARE(book.confirmedOn(First, {A, B}), Ids{B});
    }

    void aCarrierThatIsDownIsGivenUpAtOnce()
    {
        CarrierBook book = onFirst();
        book.setStatus(First, ConnectionStatus::Reconnecting);
        QVERIFY(!book.isConfirmed(A, First));
        QCOMPARE(reconcile(book, A, {Second, {}}), QStringLiteral("-1 +2"));
    }

    void withoutARouteACarrierIsKept()
    {
        CarrierBook book = onFirst();
        QCOMPARE(reconcile(book, A, {}), QString());
        QCOMPARE(book.carriers(A), 1);
    }

    void anUnsubscribedSymbolIsDroppedEverywhere()
    {
        CarrierBook book = onFirst();
        reconcile(book, A, {First, Second});
        book.remove(A);
        QCOMPARE(reconcile(book, A, {}), QStringLiteral("-1 -2"));
        QCOMPARE(book.carriers(A), 0);
        QVERIFY(book.confirm(First, {A}, Now).returned.empty()); // a late answer
        book.add(A);
        reconcile(book, A, {First, {}});
        QCOMPARE(book.confirm(First, {A}, Now).returned, Ids{A}); // as if it were new
    }

    void aLossCountsOnlyWhatWasConfirmed()
    {
        CarrierBook book = onFirst();
        book.add({2});
        reconcile(book, {2}, {First, {}});
        const auto hole = book.lose({First, {A, {2}, {99}}, Now, StatusReason::Stalled});
        QCOMPARE(hole.loss.symbols, Ids{A});
        QCOMPARE(hole.loss.since, Now);
        QCOMPARE(hole.loss.reason, StatusReason::Stalled);
        QVERIFY(hole.continued.empty());
        QCOMPARE(book.confirm(First, {A}, Now).returned, Ids{A}); // what came before is to be fetched
    }

    void aSecondCarrierThatIsIntactCoversTheLoss()
    {
        CarrierBook book = onFirst();
        reconcile(book, A, {First, Second});
        book.confirm(Second, {A}, Now);
        const Timestamp intact = Now + CarrierBook::HoldBack;
        QVERIFY(book.uncovered(First, {A}, intact).empty());
        QCOMPARE(book.uncovered(First, {A, B}, intact), Ids{B});
        QVERIFY(book.lose(loss(First, intact)).loss.symbols.empty());
        // Its own break began before the first was intact again.
        book.confirm(First, {A}, intact);
        QCOMPARE(book.lose(loss(Second, intact)).loss.symbols, Ids{A});
    }

    void aSecondCarrierThatCameTooLateContinues()
    {
        CarrierBook book = onFirst();
        reconcile(book, A, {First, Second});
        book.confirm(Second, {A}, Now);
        const auto hole = book.lose(loss(First, Now));
        QCOMPARE(hole.loss.symbols, Ids{A});
        QCOMPARE(hole.continued, Ids{A});
        QVERIFY(book.confirm(First, {A}, Now).returned.empty()); // its data never stopped
    }

    void aStalledCarrierCoversNothing()
    {
        CarrierBook book = onFirst();
        reconcile(book, A, {First, Second});
        book.confirm(Second, {A}, Now);
        book.setStatus(Second, ConnectionStatus::Degraded);
        QVERIFY(book.isConfirmed(A, Second));
        QCOMPARE(book.uncovered(First, {A}, Now + OneMinute), Ids{A});
        QVERIFY(book.lose(loss(First, Now + OneMinute)).continued.empty());
    }

    void aLossBeforeAnyDataBeginsWithTheSubscription()
    {
        CarrierBook book = onFirst();
        QCOMPARE(book.lose(loss(First, {})).loss.since, Now + CarrierBook::HoldBack);
        book.confirm(First, {A}, {}); // no event has told the market's time
        const auto hole = book.lose(loss(First, {}));
        QCOMPARE(hole.loss.symbols, Ids{A});
        QVERIFY(!hole.loss.since.isValid());
    }

    void aRemovedConnectionCarriesNothing()
    {
        CarrierBook book = onFirst();
        book.removeConnection(First);
        QCOMPARE(book.carriers(A), 0);
        QCOMPARE(book.confirmedSymbols(), 0);
        QVERIFY(!book.isNeeded(First));
    }

    void unknownSymbolsAreNobodys()
    {
        CarrierBook book;
        QCOMPARE(reconcile(book, A, {First, {}}), QString());
        book.remove(A);
        QCOMPARE(book.carriers(A), 0);
        QVERIFY(!book.isConfirmed(A, First));
        QVERIFY(!book.isConfirmed(A, {9}));
    }
};

QTEST_GUILESS_MAIN(CarrierBookTest)
#include "tst_carrierbook.moc"
