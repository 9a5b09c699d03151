// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/servertalk.h"
#include "tests/support/test.h"

#include <QRegularExpression>
#include <QTest>

using namespace tickstock;

/// What the server's statuses are taken for, and what of them is told.
class ServerAnswerTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    void statusesAreJudgedByWhatWasAskedLast_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("message");
        QTest::addColumn<ServerAnswer>("before"); // the key was accepted
        QTest::addColumn<ServerAnswer>("after");
        const auto row = [](const char *status, const char *message, ServerAnswer before, ServerAnswer after) {
            QTest::addRow("%s: %s", status, message)
                << QString::fromLatin1(status) << QString::fromLatin1(message) << before << after;
        };
        using enum ServerAnswer;
        row("connected", "Connected Successfully", Greeting, Unsubscribed);
        row("success", "Connected", Greeting, Unsubscribed);
        row("auth_success", "authenticated", KeyAccepted, Unsubscribed);
        row("AUTH_SUCCESS", "", KeyAccepted, Unsubscribed);
        row("success", "authenticated", KeyAccepted, Unsubscribed);
        row("Authenticated", "welcome", KeyAccepted, Unsubscribed);
        row("success", "subscribed to: A.AAPL", KeyAccepted, Subscribed);
        row("success", "unsubscribed to: A.AAPL", KeyAccepted, Unsubscribed);
        row("success", "subscribed to nothing", KeyAccepted, NotUnderstood);
        row("auth_failed", "authentication failed", KeyRefused, KeyRefused);
        row("Auth-Failed", "Your plan doesn't include websocket access.", KeyRefused, KeyRefused);
        row("error", "authentication failed", KeyRefused, Refused);
        row("error", "", KeyRefused, Refused);
        row("error", "not authorized", KeyRefused, Refused);
        row("not_authorized", "", KeyRefused, Refused);
        row("auth_timeout", "No authentication request received.", KeyTimeout, KeyTimeout);
        row("max_connections", "Maximum number of connections exceeded.", Limit, Limit);
        row("error", "Maximum number of websocket connections exceeded. ", Limit, Limit);
        row("error", "Maximum number of subscriptions for one connection", KeyRefused, Refused);
        row("force_disconnect", "another reader", NotUnderstood, NotUnderstood);
        row("", "", NotUnderstood, NotUnderstood);
    }
    void statusesAreJudgedByWhatWasAskedLast()
    {
        QFETCH(QString, status);
        QFETCH(QString, message);
        const massive::StatusMessage said{status.toStdString(), message.toStdString()};
        QTEST(meaningOf(said, false), "before");
        QTEST(meaningOf(said, true), "after");
    }

    void oneAnswerMayNameManyPairs()
    {
        const auto pairs = [](const char *words) { return pairsIn(QString::fromLatin1(words)).join(u' '); };
        QCOMPARE(pairs("subscribed to: A.AAPL"), QStringLiteral("A.AAPL"));
        QCOMPARE(pairs("subscribed to: A.AAPL,AM.AAPL, T.BRK.B"), QStringLiteral("A.AAPL AM.AAPL T.BRK.B"));
        QCOMPARE(pairs("Subscribed to: A.I:SPX, subscribed to: A.KIMpL"), QStringLiteral("A.I:SPX A.KIMpL"));
        QCOMPARE(pairs("subscribed to [A.A AM.A]"), QStringLiteral("A.A AM.A"));
        QCOMPARE(pairs("unsubscribed to: A.AAPL"), QString());
        QCOMPARE(pairs("not subscribed to: A.AAPL"), QString());
        QCOMPARE(pairs(""), QString());
    }

    void theKeyIsNeverRepeated()
    {
        QCOMPARE(serverWords(QStringLiteral("bad key\n SECRET!"), QStringLiteral("SECRET")),
                 QStringLiteral("bad key (the key)!"));
        QCOMPARE(serverWords(QStringLiteral("words"), QString()), QStringLiteral("words"));
        QCOMPARE(serverWords(QStringLiteral("no websocket"), QStringLiteral("k")), QStringLiteral("no websocket"));
        QCOMPARE(serverWords(massive::StatusMessage{"error", ""}, QString()), QStringLiteral("error"));
    }

    void whatIsNotUnderstoodIsToldOnceAKind()
    {
        ServerTalk talk(QStringLiteral("primary"), QStringLiteral("k"));
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("not understood: status pending: wait 5 s")));
        QCOMPARE(talk.read({"pending", "wait 5 s"}), ServerAnswer::NotUnderstood);
        talk.read({"pending", "wait 6 s"});
        QCOMPARE(
            talk.endedBecause(QStringLiteral("no answer within 15 s")),
            QStringLiteral("no answer within 15 s; what it did answer is not understood: status pending: wait 6 s"));
        talk.restart();
        QCOMPARE(talk.endedBecause(QStringLiteral("lost")), QStringLiteral("lost"));
        talk.read({"pending", "wait 7 s"});
        QCOMPARE(talk.read({"auth_success", ""}), ServerAnswer::KeyAccepted);
        QVERIFY(talk.isKeyAccepted());
        QCOMPARE(talk.endedBecause(QStringLiteral("lost")), QStringLiteral("lost")); // that is past
    }

    void refusedPairsAreNamedWithTheServersWords()
    {
        ServerTalk talk(QStringLiteral("primary"), QStringLiteral("k"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("the server says: not authorized")));
        talk.noteRefusal(QStringLiteral("not authorized"), 3);
        talk.noteRefusal(QStringLiteral("not authorized"), 0); // says nothing new
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refused.*: T.A, T.B - not authorized")));
        talk.nameRefused({QStringLiteral("T.A"), QStringLiteral("T.B")});
        talk.nameRefused({});
    }
};

QTEST_GUILESS_MAIN(ServerAnswerTest)
#include "tst_serveranswer.moc"
