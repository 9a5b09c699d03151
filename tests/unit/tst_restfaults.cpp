// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apijson.h"
#include "core/feed/massive/restaddress.h"
#include "core/feed/massive/restclient.h"
#include "core/health/healthboard.h"
#include "tests/support/builders.h"
#include "tests/support/fakevendor.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace tickstock;
using namespace tickstock::massive;
using namespace tickstock::test;

/// The REST client against servers that break rules.
class RestFaultsTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 20'000; // milliseconds; only reached when something is wrong
    const Timestamp m_from = at("2025-03-10 10:00");

    QJsonArray rows(int first, int last) const
    {
        QJsonArray list;
        for (int minute = first; minute <= last; ++minute)
            list.append(QJsonObject{{QStringLiteral("t"), static_cast<double>((m_from + OneMinute * minute).ms)},
                                    {QStringLiteral("o"), 100},
                                    {QStringLiteral("h"), 101},
                                    {QStringLiteral("l"), 99},
                                    {QStringLiteral("c"), 100},
                                    {QStringLiteral("v"), 1000 + minute}});
        return list;
    }
    static HttpResponse page(const QJsonArray &rows, const QString &next = {})
    {
        QJsonObject answer{{QStringLiteral("status"), QStringLiteral("OK")},
                           {QStringLiteral("ticker"), QStringLiteral("AAPL")},
                           {QStringLiteral("resultsCount"), rows.size()},
                           {QStringLiteral("results"), rows}};
        if (!next.isEmpty())
            answer[u"next_url"] = next;
        return HttpResponse::json(QJsonDocument(answer));
    }
    static HttpResponse moved(int status, const QByteArray &location)
    {
        HttpResponse response = HttpResponse::failure(status, QString());
        response.headers.emplace_back("Location", location);
        return response;
    }
    static HttpResponse limited(const QByteArray &retryAfter)
    {
        HttpResponse response = HttpResponse::failure(429, QStringLiteral("slow down"));
        response.headers.emplace_back("Retry-After", retryAfter);
        return response;
    }
    void askInBackground(RestClient &client, std::optional<Expected<FetchedBars>> &result) const
    {
        client.bars(QStringLiteral("MSFT"), Timespan::Minute, m_from, m_from + OneMinute * 9, Priority::Background,
                    [&](const Expected<FetchedBars> &answer) { result = answer; });
    }
    /// Ten minutes of AAPL.
    Expected<FetchedBars> ask(RestClient &client) const
    {
        std::optional<Expected<FetchedBars>> result;
        client.bars(QStringLiteral("AAPL"), Timespan::Minute, m_from, m_from + OneMinute * 9, Priority::Visible,
                    [&](const Expected<FetchedBars> &answer) { result = answer; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), Patience); }();
        return result ? *result : Error{ErrorCode::Busy, QStringLiteral("no answer in the test")};
    }
    Expected<FetchedBars> ask(FakeVendor &vendor) const
    {
        RestClient client(vendor.url(), QStringLiteral("secret"), 0, {});
        return ask(client);
    }

private Q_SLOTS:
    void answersThatBreakTheRulesAreTriedAgain_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("status") << QByteArray(R"({"status":"ERROR","error":"internal: try again"})");
        QTest::newRow("null though counted") << QByteArray(R"({"status":"OK","resultsCount":10,"results":null})");
        QTest::newRow("a portal's page") << QByteArray("<html>Please sign in</html>");
    }
    void answersThatBreakTheRulesAreTriedAgain()
    {
        QFETCH(QByteArray, body);
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            HttpResponse broken;
            broken.body = body;
            return number == 1 ? broken : page(rows(0, 9));
        };
        const auto found = ask(vendor);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().detail));
        QCOMPARE(found->bars.size(), 10u);
        QCOMPARE(vendor.asked.size(), 2);
    }

    void aRefusalIsNotTriedAgain()
    {
        FakeVendor vendor;
        vendor.answer = [](int, const HttpRequest &) {
            HttpResponse refusal;
            refusal.body = R"({"status":"NOT_AUTHORIZED","message":"upgrade your plan"})";
            return refusal;
        };
        const auto found = ask(vendor);
        QVERIFY(!found && found.error().detail.contains(u"upgrade your plan"));
        QCOMPARE(vendor.asked.size(), 1);
    }

    void pagesAreFollowedOnTheServerThatWasAsked()
    {
        FakeVendor vendor, other;
        other.answer = [&](int, const HttpRequest &) { return page({}); };
        vendor.answer = [&](int number, const HttpRequest &) {
            const QString next = other.url().toString() + QStringLiteral("/v2/aggs/more?cursor=%1").arg(number);
            return number == 1 ? page(rows(0, 4), next) : number == 2 ? page({}, next) : page(rows(5, 9));
        };
        const auto found = ask(vendor);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().detail));
        QVERIFY(found->isWhole());
        QCOMPARE(found->bars.size(), 10u); // also what follows an empty page
        QCOMPARE(vendor.asked.mid(1),
                 QStringList({QStringLiteral("/v2/aggs/more?cursor=1"), QStringLiteral("/v2/aggs/more?cursor=2")}));
        QCOMPARE(vendor.keys.back(), QByteArray("Bearer secret"));
        QVERIFY(other.asked.isEmpty());
    }

    void pagesThatLeadToEachOtherEnd()
    {
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            return page(rows(0, 4),
                        number % 2 == 1 ? QStringLiteral("/v2/a?cursor=b") : QStringLiteral("/v2/a?cursor=a"));
        };
        QVERIFY(!ask(vendor));
        QCOMPARE(vendor.asked.size(), 3);
    }

    void pagesWithoutEndEnd()
    {
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            return page(rows(0, 4), QStringLiteral("/v2/a?cursor=%1").arg(number));
        };
        QVERIFY(!ask(vendor));
        QCOMPARE(vendor.asked.size(), RestPaging::MaxPages);
    }

    void anAnswerWithoutEndEnds()
    {
        QTcpServer vendor;
        QVERIFY(vendor.listen(QHostAddress::LocalHost, 0));
        qint64 sent = 0;
        connect(&vendor, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *client = vendor.nextPendingConnection();
            const auto pour = [client, &sent] {
                if (client->bytesToWrite() == 0)
                    sent += client->write(QByteArray(1'000'000, ' '));
            };
            connect(client, &QTcpSocket::bytesWritten, this, pour);
            client->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        });
        RestClient client(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(vendor.serverPort())),
                          QStringLiteral("secret"), 0, {});
        const auto found = ask(client);
        QVERIFY(!found);
        QCOMPARE(found.error().detail, QStringLiteral("REST answer is longer than 64 MB"));
        QVERIFY2(sent < 4 * RestQueue::MaxAnswerBytes, qPrintable(QString::number(sent)));
    }

    void anAnswerThatIsTooLongIsNotTaken()
    {
        FakeVendor vendor;
        vendor.answer = [&](int, const HttpRequest &) {
            HttpResponse response = page(rows(0, 9));
            response.body += QByteArray(RestQueue::MaxAnswerBytes + 1'000'000, ' ');
            return response;
        };
        const auto found = ask(vendor);
        QVERIFY(!found);
        QCOMPARE(found.error().detail, QStringLiteral("REST answer is longer than 64 MB"));
        QCOMPARE(vendor.asked.size(), 1);
    }

    void theBarsOfAnotherSymbolAreAnError()
    {
        FakeVendor vendor;
        vendor.answer = [&](int, const HttpRequest &) {
            HttpResponse response = page(rows(0, 9));
            response.body.replace("AAPL", "MSFT");
            return response;
        };
        QVERIFY(!ask(vendor));
    }

    void rowsThatCannotBeTrueAreNamed()
    {
        FakeVendor vendor;
        vendor.answer = [&](int, const HttpRequest &) {
            QJsonArray list = rows(0, 9);
            QJsonObject high = list[3].toObject(), seconds = list[4].toObject();
            high[u"v"] = 1e308;
            list[3] = high;
            seconds[u"t"] = seconds[u"t"].toDouble() / 1'000;
            list[4] = seconds;
            return page(list);
        };
        QTest::ignoreMessage(QtWarningMsg,
                             "AAPL: rows of REST left out: 1 because its time is impossible, 1 because its volume is "
                             "missing or impossible");
        const auto found = ask(vendor);
        QVERIFY(found && !found->isWhole());
        QCOMPARE(found->bars.size(), 8u);
        QCOMPARE(found->refused, std::vector{m_from + OneMinute * 3});
        QCOMPARE(found->unreadable, 1);
    }

    void redirectionsAreFollowedOnTheSameServer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void redirectionsAreFollowedOnTheSameServer()
    {
        QFETCH(int, status);
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            return number == 1 ? moved(status, "/new/aggs?moved=1") : page(rows(0, 9));
        };
        const auto found = ask(vendor);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().detail));
        QCOMPARE(vendor.asked.back(), QStringLiteral("/new/aggs?moved=1"));
        QCOMPARE(vendor.keys.back(), QByteArray("Bearer secret"));
    }

    void redirectionsToAnotherServerOrInACircleAreErrors()
    {
        FakeVendor vendor, other;
        vendor.answer = [&](int, const HttpRequest &) { return moved(301, other.url().toEncoded() + "/v2"); };
        const auto elsewhere = ask(vendor);
        QVERIFY(!elsewhere);
        QVERIFY2(elsewhere.error().detail.contains(other.url().toString()), qPrintable(elsewhere.error().detail));
        QVERIFY(other.asked.isEmpty());
        QCOMPARE(vendor.asked.size(), 1);

        vendor.answer = [&](int, const HttpRequest &request) { return moved(302, request.path.toUtf8()); };
        vendor.asked.clear();
        QVERIFY(!ask(vendor));
        QCOMPARE(vendor.asked.size(), 1 + RestQueue::MaxRedirections);
    }

    /// Retry-After: 0 is no reason to ask without a pause.
    void aLimitIsWaitedOutAndShown()
    {
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            if (number > 1)
                return page(rows(0, 9));
            return limited("0");
        };
        RestClient client(vendor.url(), QStringLiteral("secret"), 0, {});
        QSignalSpy limits(&client, &RestClient::limitChanged);
        QVERIFY(ask(client));
        QCOMPARE(vendor.asked.size(), 2);
        QCOMPARE(limits.size(), 2);
        QCOMPARE(limits[0][0].toString(),
                 QStringLiteral("REST 429: slow down; asked again in 1 s, though the server says 0 s"));
        QVERIFY(limits[1][0].toString().isEmpty());
    }

    /// What was asked before the limit and is answered after it does not end the pause that the server wants.
    void aLimitLastsBeyondAnswersToWhatWasAskedBefore()
    {
        FakeVendor vendor;
        vendor.answer = [&](int number, const HttpRequest &) {
            if (number != 1)
                return page(rows(0, 9));
            return limited("100");
        };
        RestClient client(vendor.url(), QStringLiteral("secret"), 0, {});
        QSignalSpy limits(&client, &RestClient::limitChanged);
        int answers = 0;
        for (int i = 0; i < 2; ++i)
            client.bars(QStringLiteral("AAPL"), Timespan::Minute, m_from, m_from + OneMinute * 9, Priority::Visible,
                        [&](const Expected<FetchedBars> &answer) { answers += bool(answer); });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 1, Patience);
        QCOMPARE(limits.size(), 1);
        QVERIFY(limits[0][0].toString().startsWith(QStringLiteral("REST 429: slow down")));
    }

    void aLimitIsInHealth()
    {
        HealthBoard board;
        board.setRestLimit(QStringLiteral("slow down"));
        QCOMPARE(api::healthJson(board.snapshot(), 1)[u"repair"][u"rest_limit"].toString(),
                 QStringLiteral("slow down"));
    }

    void whatTheFeedSentInVainIsInTheDetailByReason()
    {
        ConnectionHealth connection;
        connection.thrownAway[std::size_t(Flaw::Price)] = 3;
        QCOMPARE(api::connectionDetail(connection)[u"thrown_away"].toObject(),
                 QJsonObject({{QStringLiteral("price"), 3}}));
    }

    void splitsOfAllPagesAreRead()
    {
        FakeVendor vendor;
        const auto split = [](const char *symbol, const char *date) {
            return QJsonObject{{QStringLiteral("ticker"), QLatin1String(symbol)},
                               {QStringLiteral("execution_date"), QLatin1String(date)},
                               {QStringLiteral("split_from"), 1},
                               {QStringLiteral("split_to"), 4}};
        };
        const auto splits = [](const QJsonArray &rows, const QJsonValue &next) {
            return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("OK")},
                                                                {QStringLiteral("results"), rows},
                                                                {QStringLiteral("next_url"), next}}));
        };
        vendor.answer = [&](int number, const HttpRequest &) {
            return number == 1 ? splits({split("MSFT", "2025-03-06")},
                                        QStringLiteral("http://elsewhere/v3/reference/splits?cursor=b"))
                               : splits({split("AAPL", "2025-03-05")}, QJsonValue::Null);
        };
        RestClient client(vendor.url(), QStringLiteral("secret"), 0, {});
        std::optional<Expected<SplitList>> result;
        const auto ask = [&] {
            result.reset();
            client.splits({2025, 2, 1}, {2025, 3, 10}, [&](const Expected<SplitList> &list) { result = list; });
            [&] { QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), Patience); }();
        };
        CHECKED(ask());
        QVERIFY(*result && (*result)->isWhole);
        QCOMPARE((*result)->splits.size(), 2u);
        QCOMPARE((*result)->from, QDate(2025, 2, 1));

        vendor.answer = [&](int, const HttpRequest &) { return splits({}, 7); };
        CHECKED(ask());
        QVERIFY(!*result); // a part of the list is no list
    }

    /// What nobody looks at is not fetched faster than it can be stored.
    void theBackgroundWaitsForWhoeverTakesTheAnswers()
    {
        FakeVendor vendor;
        vendor.answer = [this](int, const HttpRequest &request) {
            QJsonObject answer = QJsonDocument::fromJson(page(rows(0, 9)).body).object();
            answer[u"ticker"] = request.path.section(u'/', 4, 4);
            return HttpResponse::json(QJsonDocument(answer));
        };
        RestClient client(vendor.url(), QStringLiteral("secret"), 0, {});
        bool isBusy = true;
        client.holdBackgroundWhile([&] { return isBusy; });
        std::optional<Expected<FetchedBars>> background;
        askInBackground(client, background);
        for (int i = 0; i < 3; ++i)
            QVERIFY(ask(client)); // what is looked at goes on
        QVERIFY(!background);
        QCOMPARE(vendor.asked.filter(QStringLiteral("MSFT")).size(), 0);
        QCOMPARE(client.waiting(), 1);
        isBusy = false;
        QTRY_VERIFY_WITH_TIMEOUT(background.has_value(), Patience);
        QVERIFY(*background);
        QCOMPARE(client.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(RestFaultsTest)
#include "tst_restfaults.moc"
