// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/subscriptions.h"
#include "core/net/backoff.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;

class SubscriptionsTest final : public test::Test
{
    Q_OBJECT

private:
    static QStringList symbols(int count)
    {
        QStringList names;
        for (int i = 0; i < count; ++i)
            names.append(QStringLiteral("S%1").arg(i));
        return names;
    }

private Q_SLOTS:
    void asksInChunks()
    {
        Subscriptions subscriptions({QStringLiteral("A"), QStringLiteral("AM")});
        subscriptions.add(symbols(600));
        const auto messages = subscriptions.takeSubscribeMessages({1});
        QCOMPARE(messages.size(), 3u);
        QCOMPARE(messages[0].count(u','), 499);
        QCOMPARE(messages[2].count(u','), 199);
        QVERIFY(subscriptions.takeSubscribeMessages({2}).empty());
        QCOMPARE(subscriptions.waitingPairs(), 1'200);
    }

    void confirmsByTheFirstDot()
    {
        Subscriptions subscriptions({QStringLiteral("A"), QStringLiteral("AM")});
        subscriptions.add({QStringLiteral("BRK.B")});
        subscriptions.takeSubscribeMessages({1});
        QCOMPARE(subscriptions.confirm(QStringLiteral("A.BRK.B"), {2}), QStringLiteral("BRK.B"));
        QCOMPARE(subscriptions.confirm(QStringLiteral("AM.BRK.B"), {2}), QString()); // known already
        QCOMPARE(subscriptions.confirm(QStringLiteral("A.OTHER"), {2}), QString());
        QCOMPARE(subscriptions.confirmedSymbols(), 1);
        QCOMPARE(subscriptions.confirmedPairs(), 2);
    }

    void givesUpOnSilenceAndStartsAnewOnReconnection()
    {
        Subscriptions subscriptions({QStringLiteral("A")});
        subscriptions.add(symbols(3));
        subscriptions.takeSubscribeMessages({1'000});
        subscriptions.confirm(QStringLiteral("A.S0"), {1'000});
        QCOMPARE(subscriptions.expire({10'999}), 0);
        // Taken back and asked for again, in case the answer alone was lost; at last given up.
        for (int attempt = 1; attempt < Subscriptions::MaxAttempts; ++attempt) {
            const Timestamp now{1'000 + attempt * 10'000};
            QCOMPARE(subscriptions.expire(now), 2);
            QCOMPARE(subscriptions.refusedPairs(), 0);
            QCOMPARE(subscriptions.takeUnsubscribeMessages().front().count(u','), 1);
            QCOMPARE(subscriptions.takeSubscribeMessages(now).front().count(u','), 1);
        }
        QCOMPARE(subscriptions.expire({1'000 + Subscriptions::MaxAttempts * 10'000}), 2);
        QCOMPARE(subscriptions.refusedPairs(), 2);
        QVERIFY(subscriptions.takeUnsubscribeMessages().empty());
        subscriptions.forgetConfirmations();
        QCOMPARE(subscriptions.confirmedSymbols(), 0);
        QCOMPARE(subscriptions.takeSubscribeMessages({20'000}).front().count(u','), 2);
    }

    void aRefusalIsTakenBackByItsAnswer()
    {
        Subscriptions subscriptions({QStringLiteral("A"), QStringLiteral("T")});
        subscriptions.add({QStringLiteral("AAPL")});
        subscriptions.takeSubscribeMessages({1});
        QCOMPARE(subscriptions.refuseUnanswered({2}), 2); // "not authorized" names no pair and comes first
        QCOMPARE(subscriptions.confirm(QStringLiteral("A.AAPL"), {3}), QStringLiteral("AAPL"));
        QCOMPARE(subscriptions.refusedPairs(), 1);
    }

    void whatWasRefusedIsNamedOnceTheOtherAnswersHaveCome()
    {
        Subscriptions subscriptions({QStringLiteral("A"), QStringLiteral("AM"), QStringLiteral("T")});
        subscriptions.add({QStringLiteral("AAPL")});
        subscriptions.takeSubscribeMessages({1'000});
        subscriptions.refuseUnanswered({1'100});
        QVERIFY(subscriptions.takeRefused({1'200}).isEmpty());
        subscriptions.confirm(QStringLiteral("A.AAPL"), {1'300});
        subscriptions.confirm(QStringLiteral("AM.AAPL"), {1'400});
        QVERIFY(subscriptions.takeRefused({3'399}).isEmpty());
        QCOMPARE(subscriptions.takeRefused({3'400}), QStringList{QStringLiteral("T.AAPL")});
        QVERIFY(subscriptions.takeRefused({9'000}).isEmpty()); // once
    }

    void whileAnswersComeNobodyIsAskedAgain()
    {
        Subscriptions subscriptions({QStringLiteral("A")});
        subscriptions.add(symbols(5));
        subscriptions.takeSubscribeMessages({0});
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(subscriptions.expire({i * 9'000 + 8'999}), 0);
            subscriptions.confirm(QStringLiteral("A.S%1").arg(i), {(i + 1) * 9'000});
        }
        QCOMPARE(subscriptions.expire({36'000 + 9'999}), 0);
        QCOMPARE(subscriptions.expire({36'000 + 10'000}), 1);
    }

    void dataAreAsGoodAsAnAnswer()
    {
        Subscriptions subscriptions({QStringLiteral("A"), QStringLiteral("AM")});
        subscriptions.add(symbols(1));
        QCOMPARE(subscriptions.confirmByData(QStringLiteral("A.S0"), {1'000}), QString()); // not asked for yet
        subscriptions.takeSubscribeMessages({1'000});
        QCOMPARE(subscriptions.confirmByData(QStringLiteral("A.S0"), {2'000}), QStringLiteral("S0"));
        QCOMPARE(subscriptions.confirmByData(QStringLiteral("A.S0"), {3'000}), QString());
        QCOMPARE(subscriptions.confirmByData(QStringLiteral("A.OTHER"), {3'000}), QString());
        QCOMPARE(subscriptions.confirmedSymbols(), 1);
        // A server that gives no answers shows a minute bar after a minute at the earliest.
        QCOMPARE(subscriptions.expire({2'000 + 89'999}), 0);
        QCOMPARE(subscriptions.expire({2'000 + 90'000}), 1);
        subscriptions.takeSubscribeMessages({92'000});
        subscriptions.refuseUnanswered({92'001});
        subscriptions.confirmByData(QStringLiteral("AM.S0"), {93'000});
        QCOMPARE(subscriptions.refusedPairs(), 0);
        QCOMPARE(subscriptions.confirmedPairs(), 2);
    }

    void removesAndAddsAgain()
    {
        Subscriptions subscriptions({QStringLiteral("A")});
        subscriptions.add({QStringLiteral("AAPL")});
        subscriptions.takeSubscribeMessages({1});
        subscriptions.confirm(QStringLiteral("A.AAPL"), {2});
        subscriptions.remove({QStringLiteral("AAPL")});
        subscriptions.add({QStringLiteral("AAPL")});
        QCOMPARE(subscriptions.takeUnsubscribeMessages().front(), QStringLiteral("A.AAPL"));
        QCOMPARE(subscriptions.takeSubscribeMessages({2}).front(), QStringLiteral("A.AAPL"));
        QCOMPARE(subscriptions.confirmedSymbols(), 0);
    }

    void backsOffWithFullJitter()
    {
        Backoff backoff(Milliseconds(500), Milliseconds(60'000));
        QCOMPARE(backoff.next(0.0), Milliseconds(0));
        QCOMPARE(backoff.next(0.5), Milliseconds(500));
        for (int i = 0; i < 20; ++i)
            QVERIFY(backoff.next(0.999) < Milliseconds(60'000));
        QCOMPARE(backoff.ceiling(), Milliseconds(60'000));
        backoff.reset();
        QCOMPARE(backoff.ceiling(), Milliseconds(500));
    }
};

QTEST_GUILESS_MAIN(SubscriptionsTest)
#include "tst_subscriptions.moc"
