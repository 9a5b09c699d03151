// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/subscriptionlist.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QTest>

using namespace tickstock;

/// Who is wanted, from before the store is open to the end of the program.
class SubscriptionListTest final : public test::Test
{
    Q_OBJECT

private:
    static QStringList list(const char *names) { return QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts); }

private Q_SLOTS:
    void aSymbolTypedWhileTheStoreOpensIsNotForgotten()
    {
        SubscriptionList subscriptions;
        QSignalSpy added(&subscriptions, &SubscriptionList::added);
        subscriptions.add(list("TSLA"));
        QCOMPARE(subscriptions.symbols(), list("TSLA"));
        QVERIFY(added.isEmpty()); // nobody could read it from the store yet
        subscriptions.begin(list("AAPL MSFT"));
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toStringList(), list("TSLA AAPL MSFT"));
    }

    void aSymbolRemovedWhileTheStoreOpensStaysOut()
    {
        SubscriptionList subscriptions;
        subscriptions.remove(list("MSFT"));
        subscriptions.begin(list("AAPL MSFT"));
        QCOMPARE(subscriptions.symbols(), list("AAPL"));
    }

    void theLastWordCountsBeforeTheBeginning()
    {
        SubscriptionList subscriptions;
        subscriptions.remove(list("MSFT"));
        subscriptions.add(list("MSFT"));
        subscriptions.begin(list("AAPL MSFT"));
        QCOMPARE(subscriptions.symbols(), list("MSFT AAPL"));
    }

    void beginsWithNothing()
    {
        SubscriptionList subscriptions;
        QSignalSpy added(&subscriptions, &SubscriptionList::added), changed(&subscriptions, &SubscriptionList::changed);
        subscriptions.begin({});
        QCOMPARE(added.size(), 1); // whoever prepares symbols learns that there are none
        QVERIFY(added[0][0].toStringList().isEmpty());
        subscriptions.add({});
        QCOMPARE(added.size(), 1);
        QCOMPARE(changed.size(), 1);
    }

    void onlyWhatIsStillWantedIsPrepared()
    {
        SubscriptionList subscriptions;
        QSignalSpy prepared(&subscriptions, &SubscriptionList::preparedNow);
        subscriptions.begin(list("AAPL MSFT SPY"));
        QVERIFY(subscriptions.prepared().isEmpty());
        subscriptions.remove(list("MSFT"));
        subscriptions.setPrepared(list("AAPL MSFT"));
        QCOMPARE(prepared[0][0].toStringList(), list("AAPL"));
        QCOMPARE(subscriptions.prepared(), list("AAPL"));
        subscriptions.remove(list("AAPL"));
        QVERIFY(subscriptions.prepared().isEmpty());
        subscriptions.add(list("AAPL")); // must be prepared once more
        QVERIFY(subscriptions.prepared().isEmpty());
    }

    void tellsOnlyWhatChanges()
    {
        SubscriptionList subscriptions;
        subscriptions.begin(list("AAPL"));
        QSignalSpy added(&subscriptions, &SubscriptionList::added), removed(&subscriptions, &SubscriptionList::removed);
        QSignalSpy visible(&subscriptions, &SubscriptionList::visibleChanged);
        subscriptions.add(list("AAPL MSFT MSFT"));
        QCOMPARE(added[0][0].toStringList(), list("MSFT"));
        subscriptions.remove(list("SPY"));
        QVERIFY(removed.isEmpty());
        subscriptions.remove(list("SPY AAPL"));
        QCOMPARE(removed[0][0].toStringList(), list("AAPL"));
        QCOMPARE(subscriptions.wantedOf(list("AAPL MSFT")), list("MSFT"));
        subscriptions.setVisible(list("MSFT"));
        subscriptions.setVisible(list("MSFT"));
        QCOMPARE(visible.size(), 1);
    }
};

QTEST_GUILESS_MAIN(SubscriptionListTest)
#include "tst_subscriptionlist.moc"
