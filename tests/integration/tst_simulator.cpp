// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restclient.h"
#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QWebSocket>

using namespace tickstock;
using namespace tickstock::test;
using massive::RestClient;

/// What the simulator promises to anyone who speaks the vendor's protocol, and our REST client against it.
class SimulatorTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 20'000;
    std::unique_ptr<SimulatorThread> m_sim;

    void start(double speed, int limit = 3, simulator::Evict evict = simulator::Evict::Older)
    {
        simulator::SimulatorOptions options;
        options.speed = speed;
        options.feed.keys = {QStringLiteral("k")};
        options.feed.maxConnections = limit;
        options.feed.evict = evict;
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "BRK.B"}, "2025-03-10 09:30"), options);
    }
    /// An authenticated connection; its frames are collected.
    struct Client
    {
        QWebSocket socket;
        QStringList frames;
        QByteArrayList binary;
        Client(const QUrl &url)
        {
            QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                             [this](const QString &frame) { frames.append(frame); });
            QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                             [this](const QByteArray &frame) { binary.append(frame); });
            socket.open(url);
        }
        void say(const char *action, const char *params)
        {
            socket.sendTextMessage(QStringLiteral("{\"action\":\"%1\",\"params\":\"%2\"}")
                                       .arg(QLatin1String(action), QLatin1String(params)));
        }
        QString all() const { return frames.join(u'\n'); }
    };
    /// A connection with all events of both symbols.
    std::unique_ptr<Client> subscriber() const
    {
        auto client = std::make_unique<Client>(m_sim->feedUrl());
        connect(&client->socket, &QWebSocket::connected, &client->socket, [&client = *client] {
            client.say("auth", "k");
            client.say("subscribe", "A.AAPL,AM.AAPL,A.BRK.B,AM.BRK.B");
        });
        return client;
    }
    void misbehave(const char *kind, int count)
    {
        const QString path = QStringLiteral("/sim/misbehave?kind=%1&count=%2").arg(QLatin1String(kind)).arg(count);
        QVERIFY(m_sim->post(path).contains("true"));
    }
    std::unique_ptr<RestClient> rest(const char *key = "k") const
    {
        return std::make_unique<RestClient>(m_sim->restUrl(), QString::fromLatin1(key), 0, QString());
    }
    static std::optional<Expected<std::vector<Bar>>> wait(RestClient &client, Timespan span, const char *from,
                                                          const char *to,
                                                          const QString &symbol = QStringLiteral("AAPL"))
    {
        std::optional<Expected<std::vector<Bar>>> result;
        client.bars(symbol, span, at(from), at(to), Priority::Visible, [&](const Expected<FetchedBars> &answer) {
            if (answer && !answer->isWhole())
                result = Error{ErrorCode::BadInput, leftOutText(*answer)};
            else
                result = answer ? Expected(answer->bars) : Expected<std::vector<Bar>>(answer.error());
        });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), Patience); }();
        return result;
    }

private Q_SLOTS:
    /// What an encoded symbol has of "%2" is no place for the next part of the address.
    void symbolsAreEncodedInAddresses()
    {
        start(60);
        const auto client = rest();
        for (const char *symbol : {"BRK.B", "A%1B", "C:\u00e4"}) {
            const auto answer =
                wait(*client, Timespan::Minute, "2025-03-10 09:30", "2025-03-10 09:40", QString::fromUtf8(symbol));
            QVERIFY2(answer && *answer, answer && !*answer ? qPrintable(answer->error().detail) : symbol);
        }
    }

    void speaksTheHandshakeWordForWord()
    {
        start(60);
        Client client(m_sim->feedUrl());
        QTRY_COMPARE_WITH_TIMEOUT(client.frames.size(), 1, Patience);
        QCOMPARE(client.frames[0],
                 QStringLiteral(R"([{"ev":"status","status":"connected","message":"Connected Successfully"}])"));
        client.say("auth", "k");
        QTRY_COMPARE_WITH_TIMEOUT(client.frames.size(), 2, Patience);
        QCOMPARE(client.frames[1],
                 QStringLiteral(R"([{"ev":"status","status":"auth_success","message":"authenticated"}])"));
        // One answer a pair; silence for an unknown channel and for a pair that is held already.
        client.say("subscribe", "A.AAPL, AM.BRK.B,ZZ.AAPL,A.AAPL");
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"subscribed to: AM.BRK.B"), Patience);
        QCOMPARE(client.all().count(QStringLiteral("subscribed to: ")), 2);
        client.say("unsubscribe", "A.AAPL");
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"unsubscribed to: A.AAPL"), Patience);
    }

    void acceptsEverythingAtOnce()
    {
        start(60);
        Client client(m_sim->feedUrl());
        connect(&client.socket, &QWebSocket::connected, &client.socket, [&] {
            client.say("auth", "k");
            client.say("subscribe", "A.*");
        });
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"\"sym\":\"BRK.B\""), Patience);
        QVERIFY(client.all().contains(u"subscribed to: A.*"));
    }

    void wrongKeyEndsWithoutACloseFrame()
    {
        start(60);
        Client client(m_sim->feedUrl());
        QSignalSpy gone(&client.socket, &QWebSocket::disconnected);
        connect(&client.socket, &QWebSocket::connected, &client.socket, [&] { client.say("auth", "wrong"); });
        QTRY_COMPARE_WITH_TIMEOUT(gone.count(), 1, Patience);
        QVERIFY(client.all().contains(u"auth_failed"));
    }

    void silenceInsteadOfAKeyTimesOut()
    {
        simulator::SimulatorOptions options;
        options.feed.authTimeout = Milliseconds(50);
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL"}, "2025-03-10 09:30"), options);
        Client client(m_sim->feedUrl());
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"auth_timeout"), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(client.socket.state(), QAbstractSocket::UnconnectedState, Patience);
    }

    void framesStayBelowAMillionBytes()
    {
        // A reader that asks for everything at full speed gets large batches, but none too large for the vendor's
        // clients.
        start(0);
        Client client(m_sim->feedUrl());
        connect(&client.socket, &QWebSocket::connected, &client.socket, [&] {
            client.say("auth", "k");
            client.say("subscribe", "A.*,AM.*,T.*");
        });
        QTRY_VERIFY_WITH_TIMEOUT(client.frames.size() > 300, Patience);
        for (const QString &frame : client.frames)
            QVERIFY(frame.size() < 1'000'000 && frame.startsWith(u'[') && frame.endsWith(u']'));
    }

    void evictsByTheRule_data()
    {
        QTest::addColumn<bool>("older");
        QTest::newRow("older") << true;
        QTest::newRow("newer") << false;
    }
    void evictsByTheRule()
    {
        QFETCH(bool, older);
        start(60, 1, older ? simulator::Evict::Older : simulator::Evict::Newer);
        Client first(m_sim->feedUrl());
        connect(&first.socket, &QWebSocket::connected, &first.socket, [&] { first.say("auth", "k"); });
        QTRY_VERIFY_WITH_TIMEOUT(first.all().contains(u"auth_success"), Patience);
        Client second(m_sim->feedUrl());
        connect(&second.socket, &QWebSocket::connected, &second.socket, [&] { second.say("auth", "k"); });
        Client &victim = older ? first : second;
        QTRY_VERIFY_WITH_TIMEOUT(victim.all().contains(u"max_connections"), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(victim.socket.state(), QAbstractSocket::UnconnectedState, Patience);
        QCOMPARE(static_cast<int>(victim.socket.closeCode()), 1008);
        QTRY_VERIFY_WITH_TIMEOUT(second.all().contains(u"auth_success"), Patience);
        QCOMPARE((older ? second : first).socket.state(), QAbstractSocket::ConnectedState);
    }

    void pausesAndResumes()
    {
        start(60);
        QVERIFY(!m_sim->post(QStringLiteral("/sim/pause")).isEmpty());
        const auto time = [&] {
            return QJsonDocument::fromJson(m_sim->get(QStringLiteral("/sim/stats")))[u"market_time"].toDouble();
        };
        const double paused = time();
        QCOMPARE(time(), paused);
        QVERIFY(!m_sim->post(QStringLiteral("/sim/resume")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(time() > paused, Patience);
    }

    void truthAndRestAgree()
    {
        start(600);
        QTRY_VERIFY_WITH_TIMEOUT(m_sim->get(QStringLiteral("/sim/truth?symbol=AAPL")).count('\n') > 20, Patience);
        m_sim->post(QStringLiteral("/sim/pause"));
        const auto lines =
            QString::fromLatin1(m_sim->get(QStringLiteral("/sim/truth?symbol=AAPL"))).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines[0], QStringLiteral("t,o,h,l,c,v"));
        const auto client = rest();
        const auto answer = wait(*client, Timespan::Minute, "2025-03-10 09:30", "2025-03-10 20:00");
        QVERIFY(answer && *answer);
        const std::vector<Bar> &bars = **answer;
        QCOMPARE(static_cast<qsizetype>(bars.size()), lines.size() - 1);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const QStringList cells = lines[static_cast<qsizetype>(i) + 1].split(u',');
            QCOMPARE(bars[i].start.ms, cells[0].toLongLong());
            QCOMPARE(bars[i].close, cells[4].toDouble());
            QCOMPARE(bars[i].volume, cells[5].toDouble());
        }
    }

    void restFollowsPages()
    {
        start(1);
        const auto page = QJsonDocument::fromJson(
            m_sim->get(QStringLiteral("/v2/aggs/ticker/AAPL/range/1/minute/2025-03-07/2025-03-07?limit=100&apiKey=k")));
        QCOMPARE(page[u"resultsCount"].toInt(), 100);
        QString next = page[u"next_url"].toString();
        QVERIFY(!next.isEmpty());
        int total = 100, pages = 1;
        double last = page[u"results"].toArray().last()[u"t"].toDouble();
        while (!next.isEmpty()) {
            const QUrl url(next);
            const auto more =
                QJsonDocument::fromJson(m_sim->get(url.path() + u'?' + url.query() + QStringLiteral("&apiKey=k")));
            const QJsonArray rows = more[u"results"].toArray();
            QVERIFY(rows.first()[u"t"].toDouble() > last);
            last = rows.last()[u"t"].toDouble();
            total += static_cast<int>(rows.size());
            next = more[u"next_url"].toString();
            QVERIFY(++pages < 20);
        }
        QVERIFY2(total > 900, qPrintable(QString::number(total))); // nearly every minute from 04:00 to 20:00
    }

    void dayBarsRollUpTheRegularSession()
    {
        start(1);
        const auto client = rest();
        const auto days = wait(*client, Timespan::Day, "2025-03-07 00:00", "2025-03-07 23:00");
        const auto minutes = wait(*client, Timespan::Minute, "2025-03-07 09:30", "2025-03-07 15:59");
        QVERIFY(days && *days && minutes && *minutes);
        QCOMPARE((*days)->size(), 1u);
        const Bar day = (*days)->front();
        QCOMPARE(day.start, at("2025-03-07 00:00"));
        Bar rolled = (*minutes)->front();
        for (std::size_t i = 1; i < (*minutes)->size(); ++i)
            rolled.extend((**minutes)[i]);
        QVERIFY(day.hasSameValues(rolled));
    }

    void restWaitsOutThe429()
    {
        start(1);
        m_sim->post(QStringLiteral("/sim/rest-error?status=429&count=2"));
        const auto client = rest();
        const auto answer = wait(*client, Timespan::Day, "2025-03-07 00:00", "2025-03-07 23:00");
        QVERIFY(answer && *answer);
        QCOMPARE((*answer)->size(), 1u);
    }

    void restExplainsARefusal()
    {
        start(1);
        const auto client = rest("wrong");
        const auto answer = wait(*client, Timespan::Day, "2025-03-07 00:00", "2025-03-07 23:00");
        QVERIFY(answer && !*answer);
        QCOMPARE(answer->error().code, ErrorCode::Refused);
        QVERIFY(answer->error().detail.contains(u"Unknown API Key"));
        QVERIFY(!answer->error().detail.contains(u"wrong"));
    }

    void serverTimeIsMarketTime()
    {
        start(1);
        const auto client = rest();
        std::optional<Timestamp> time;
        client->serverTime([&](const Expected<Timestamp> &answer) { time = answer ? *answer : Timestamp(); });
        QTRY_VERIFY_WITH_TIMEOUT(time.has_value(), Patience);
        QVERIFY(*time >= at("2025-03-10 09:30") && *time < at("2025-03-10 09:40"));
    }

    void acceptsAKeyInOtherWords()
    {
        start(60);
        for (const auto &[kind, words] :
             {std::pair("odd_auth_words", R"("status":"success","message":"authenticated")"),
              std::pair("null_auth_message", R"("status":"auth_success","message":null)")}) {
            CHECKED(misbehave(kind, 1));
            const auto client = subscriber();
            QTRY_VERIFY_WITH_TIMEOUT(client->all().contains(u"\"ev\":\"A\""), Patience);
            QVERIFY2(client->all().contains(QLatin1String(words)), qPrintable(client->frames[1]));
        }
    }

    void refusesAKeyAndStaysOpen()
    {
        start(60);
        CHECKED(misbehave("auth_error_word", 1));
        Client client(m_sim->feedUrl());
        connect(&client.socket, &QWebSocket::connected, &client.socket, [&] { client.say("auth", "wrong"); });
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"\"status\":\"error\""), Patience);
        client.say("subscribe", "A.AAPL"); // it still listens
        QTRY_VERIFY_WITH_TIMEOUT(client.all().contains(u"authentication required"), Patience);
    }

    void answersSubscriptionsInOtherWays()
    {
        start(60);
        CHECKED(misbehave("joined_answers", 1));
        const auto joined = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(joined->all().contains(u"subscribed to: A.AAPL,AM.AAPL,A.BRK.B,AM.BRK.B"), Patience);
        CHECKED(misbehave("no_answers", 1));
        const auto silent = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(silent->all().contains(u"\"ev\":\"AM\""), Patience);
        QVERIFY(!silent->all().contains(u"subscribed to"));
        CHECKED(misbehave("late_answers", 1));
        const auto late = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(late->all().contains(u"subscribed to: AM.BRK.B"), Patience);
        const qsizetype first = late->frames.indexOf(QRegularExpression(QStringLiteral(".*subscribed to.*")));
        QVERIFY(!late->frames[first].contains(u"AM.BRK.B")); // it was in a frame of its own, later
    }

    void spoilsFramesAndIsPoliteAgain()
    {
        start(60);
        const auto client = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(client->all().contains(u"\"ev\":\"A\""), Patience);
        CHECKED(misbehave("binary_frames", 3));
        QTRY_COMPARE_WITH_TIMEOUT(client->binary.size(), 3, Patience);
        QVERIFY(QJsonDocument::fromJson(client->binary[0]).isArray());
        const qsizetype whole = client->frames.size();
        CHECKED(misbehave("half_frame", 2));
        const auto broken = [&] {
            return std::count_if(client->frames.begin() + whole, client->frames.end(),
                                 [](const QString &frame) { return !frame.endsWith(u']'); });
        };
        QTRY_COMPARE_WITH_TIMEOUT(broken(), 2, Patience);
        const qsizetype after = client->frames.size();
        QTRY_VERIFY_WITH_TIMEOUT(client->frames.size() > after + 5, Patience);
        QCOMPARE(broken(), 2);
        QCOMPARE(client->binary.size(), 3);
    }

    void lateFramesComeInOrderAndAllBeforeAPause()
    {
        start(60);
        const auto client = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(client->all().contains(u"\"ev\":\"A\""), Patience);
        CHECKED(misbehave("late_data", 30));
        const auto waiting = [&] {
            for (const QJsonValue &kind :
                 QJsonDocument::fromJson(m_sim->get(QStringLiteral("/sim/misbehave"))).array()) {
                if (kind[u"kind"] == QStringLiteral("late_data"))
                    return kind[u"waiting"].toInt();
            }
            return -1;
        };
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), 0, Patience);
        m_sim->post(QStringLiteral("/sim/pause"));
        const auto sent =
            QJsonDocument::fromJson(m_sim->get(QStringLiteral("/sim/stats")))[u"connections"][0][u"events"];
        std::map<QString, double> dayVolumes;
        const auto received = [&] {
            int events = 0;
            for (const QString &frame : client->frames)
                events += static_cast<int>(frame.count(QStringLiteral("\"sym\":")));
            return events;
        };
        QTRY_COMPARE_WITH_TIMEOUT(received(), sent.toInt(), Patience);
        for (const QString &frame : client->frames) {
            for (const QJsonValue &event : QJsonDocument::fromJson(frame.toUtf8()).array()) {
                double &last = dayVolumes[event[u"sym"].toString()];
                QVERIFY(event[u"av"].toDouble() >= last);
                last = event[u"av"].toDouble();
            }
        }
    }

    void closesOnASlowReader()
    {
        start(60);
        const auto client = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(client->all().contains(u"\"ev\":\"A\""), Patience);
        CHECKED(misbehave("close_1008_slow", 1));
        QTRY_COMPARE_WITH_TIMEOUT(client->socket.state(), QAbstractSocket::UnconnectedState, Patience);
        QCOMPARE(static_cast<int>(client->socket.closeCode()), 1008);
        QVERIFY(client->socket.closeReason().startsWith(u"slow consumer"));
        QVERIFY(!client->all().contains(u"max_connections"));
        const auto again = subscriber();
        QTRY_VERIFY_WITH_TIMEOUT(again->all().contains(u"\"ev\":\"A\""), Patience);
    }

    void badCommandsAreExplained()
    {
        start(1);
        for (const char *path :
             {"/sim/stall?connection=9&seconds=1", "/sim/refuse?seconds=x", "/sim/nonsense",
              "/sim/max-connections?n=1&evict=both", "/sim/rest-error?status=200", "/sim/resend?symbol=NOPE"}) {
            const auto answer = QJsonDocument::fromJson(m_sim->post(QString::fromLatin1(path)));
            QVERIFY2(!answer[u"error"].toString().isEmpty(), path);
        }
    }
};

QTEST_GUILESS_MAIN(SimulatorTest)
#include "tst_simulator.moc"
