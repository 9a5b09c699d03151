// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restaddress.h"
#include "core/feed/massive/restpage.h"
#include "core/feed/massive/restpauses.h"
#include "core/feed/massive/restrows.h"
#include "core/types/utc.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::massive;
using namespace tickstock::test;

/// What REST answers are taken for: bars, an error, or a pause.
class RestAnswersTest final : public test::Test
{
    Q_OBJECT

private:
    const Timestamp m_minute = at("2025-03-10 10:07");

    static Expected<RestPage> page(const char *json) { return readPage(QJsonDocument::fromJson(json)); }
    QJsonObject row(Timestamp start) const
    {
        return {{QStringLiteral("t"), static_cast<double>(start.ms)},
                {QStringLiteral("o"), 100},
                {QStringLiteral("h"), 101},
                {QStringLiteral("l"), 99},
                {QStringLiteral("c"), 100.5},
                {QStringLiteral("v"), 1000}};
    }
    /// A good row and one more.
    FetchedBars with(const QJsonObject &second) const
    {
        BarRows rows(limitsOf(Timespan::Minute, at("2025-03-10 10:00"), at("2025-03-10 10:30")));
        rows.take({row(m_minute - OneMinute), second});
        return rows.bars();
    }

private Q_SLOTS:
    void pages_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("rows"); // below 0: an error
        const auto row = [](const char *name, const char *json, int rows) {
            QTest::newRow(name) << QByteArray(json) << rows;
        };
        row("good", R"({"status":"OK","resultsCount":1,"queryCount":1,"count":1,"results":[{}]})", 1);
        row("delayed", R"({"status":"DELAYED","results":[{}]})", 1);
        row("without a status", R"({"results":[{}]})", 1);
        row("more than counted", R"({"status":"OK","resultsCount":1,"results":[{},{}]})", 2);
        row("nothing traded, null", R"({"status":"OK","resultsCount":0,"results":null})", 0);
        row("nothing traded, absent", R"({"status":"OK","queryCount":0,"resultsCount":0})", 0);
        row("an empty list", R"({"status":"OK","results":[]})", 0);
        row("status", R"({"status":"ERROR","resultsCount":1,"results":[{}]})", -1);
        row("status is a number", R"({"status":500,"results":[{}]})", -1);
        row("null though counted", R"({"status":"OK","resultsCount":3,"results":null})", -1);
        row("absent though counted", R"({"status":"OK","queryCount":3})", -1);
        row("absent and not counted", R"({"status":"OK"})", -1);
        row("fewer than counted", R"({"status":"OK","resultsCount":3,"results":[{},{}]})", -1);
        row("empty though counted", R"({"status":"OK","resultsCount":"3","results":[]})", -1);
        row("no list", R"({"status":"OK","resultsCount":1,"results":{"t":1}})", -1);
        row("no object", R"([1,2])", -1);
    }
    void pages()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, rows);
        const auto read = page(json.constData());
        QCOMPARE(read ? static_cast<int>(read->rows.size()) : -1, rows);
    }

    void anErrorHasTheServersWords()
    {
        const auto read = page(R"({"status":"NOT_AUTHORIZED","message":"upgrade your plan"})");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Refused);
        QVERIFY(read.error().detail.contains(u"upgrade your plan"));
    }

    void nextPagesStayOnTheServer_data()
    {
        QTest::addColumn<QJsonValue>("next");
        QTest::addColumn<QString>("wanted"); // empty: an error
        const QString second = QStringLiteral("https://api.own.example:8443/v2/aggs/BRK%2FB/range?cursor=a%3Db");
        const auto row = [](const char *name, const QJsonValue &next, const QString &wanted) {
            QTest::newRow(name) << next << wanted;
        };
        row("own name", second, second);
        row("another name", QStringLiteral("http://api.new.example/v2/aggs/BRK%2FB/range?cursor=a%3Db"), second);
        row("path only", QStringLiteral("/v2/aggs/BRK%2FB/range?cursor=a%3Db"), second);
        row("query only", QStringLiteral("?cursor=c"),
            QStringLiteral("https://api.own.example:8443/v2/first?cursor=c"));
        row("itself", QStringLiteral("http://elsewhere/v2/first?limit=5"), QString());
        row("a number", 5, QString());
        row("no page of the web", QStringLiteral("ftp://api.own.example/v2"), QString());
        row("no address", QStringLiteral("http://[/v2"), QString());
    }
    void nextPagesStayOnTheServer()
    {
        QFETCH(QJsonValue, next);
        QFETCH(QString, wanted);
        RestPaging paging(QUrl(QStringLiteral("https://api.own.example:8443/v2/first?limit=5")));
        const auto found = paging.after({{}, {}, next, 0});
        QCOMPARE(found ? (*found)->toString(QUrl::FullyEncoded) : QString(), wanted);
    }

    void aListEndsWithoutANextPageAndWithAllThatWasCounted()
    {
        const QJsonArray two{QJsonObject(), QJsonObject()};
        RestPaging paging(QUrl(QStringLiteral("https://own/v2/first")));
        QVERIFY(**paging.after({two, {}, QStringLiteral("?cursor=b"), 4}) ==
                QUrl(QStringLiteral("https://own/v2/first?cursor=b")));
        const auto whole = paging.after({two, {}, QJsonValue::Null, 2});
        QVERIFY(whole && !*whole);
        RestPaging shorter(QUrl(QStringLiteral("https://own/v2/first")));
        QVERIFY(!shorter.after({two, {}, QString(), 4}));
    }

    void redirections_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("wanted"); // empty: an error
        const auto row = [](const char *location, const char *wanted) {
            QTest::newRow(location) << QByteArray(location) << QString::fromLatin1(wanted);
        };
        row("/v3/x?y=1", "https://own/v3/x?y=1");
        row("https://OWN:443/v3", "https://own:443/v3");
        row("http://own/v3", ""); // the key would be readable on the way
        row("https://own:8443/v3", "");
        row("https://own.example/v3", "");
        row("//other/v3", "");
        row("", "");
    }
    void redirections()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, wanted);
        const auto target = redirection(QUrl(QStringLiteral("https://own/v2/a?b=c")), location);
        QCOMPARE(target ? target->toString() : QString(), wanted);
    }

    void pausesAreBoundedAndGrow()
    {
        for (const double asked : {0.0, -5.0, -1e300}) {
            RestPauses pauses;
            Milliseconds before{0};
            for (int i = 0; i < 100; ++i) {
                const Milliseconds pause = pauses.afterLimit(asked, QStringLiteral("429"));
                QVERIFY(pause > before || pause == RestPauses::Longest);
                before = pause;
            }
            QCOMPARE(before, RestPauses::Longest);
        }
        RestPauses pauses;
        QCOMPARE(pauses.afterLimit(0, {}), Milliseconds(1'000));
        QCOMPARE(pauses.afterLimit(0, {}), Milliseconds(2'000));
        QCOMPARE(pauses.afterLimit(7, {}), Milliseconds(7'000));
        QCOMPARE(pauses.afterLimit(4'000'000, QStringLiteral("slow down")), RestPauses::Longest);
        QVERIFY(pauses.limit().contains(u"slow down") && pauses.limit().contains(u"4000000"));
        QCOMPARE(pauses.afterLimit(1e300, {}), RestPauses::Longest);
        pauses.noteAnswer();
        QVERIFY(pauses.limit().isEmpty());
        QCOMPARE(pauses.afterLimit(std::nullopt, {}), Milliseconds(15'000)); // not said
        QCOMPARE(RestPauses().afterLimit(std::numeric_limits<double>::quiet_NaN(), {}), Milliseconds(15'000));
        QCOMPARE(RestPauses::bounded(std::numeric_limits<double>::infinity(), OneSecond), RestPauses::Longest);
        QCOMPARE(RestPauses::bounded(-1, OneDay), RestPauses::Longest);
    }

    void retryAfterIsSecondsOrADate()
    {
        const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 30), Utc);
        QCOMPARE(retryAfterSeconds("120", now), std::optional(120.0));
        QCOMPARE(retryAfterSeconds("Sun, 06 Nov 1994 08:49:37 GMT", now), std::optional(7.0));
        QCOMPARE(retryAfterSeconds("Sun, 06 Nov 1994 08:49:00 GMT", now), std::optional(-30.0));
        QVERIFY(!retryAfterSeconds("", now) && !retryAfterSeconds("soon", now) && !retryAfterSeconds("12 s", now));
    }

    void rowsAreReadWholeOrRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<int>("bars");
        QTest::addColumn<int>("refused");
        const double ms = static_cast<double>(m_minute.ms);
        const auto row = [](const char *name, const char *field, const QJsonValue &value, int bars, int refused) {
            QTest::newRow(name) << QString::fromLatin1(field) << value << bars << refused;
        };
        row("good", "t", ms, 2, 0);
        row("time as text", "t", QString::number(m_minute.ms), 2, 0);
        row("volume as text", "v", QStringLiteral("12.5"), 2, 0);
        row("no volume weighted price", "vw", QJsonValue::Null, 2, 0);
        row("time half a number", "t", QString(QString::number(m_minute.ms) + u'Z'), 1, 0);
        row("seconds", "t", ms / 1'000, 1, 0);
        row("microseconds", "t", ms * 1e3, 1, 0);
        row("nanoseconds", "t", ms * 1e6, 1, 0);
        row("endless", "t", 1e300, 1, 0);
        row("no time", "t", QJsonValue::Null, 1, 0);
        row("before the range", "t", ms - 86'400'000, 1, 0);
        row("behind the range", "t", ms + 86'400'000, 1, 0);
        row("off the minute", "t", ms + 1, 1, 1);
        row("half a millisecond", "t", ms + 0.5, 1, 0);
        row("no price", "c", QJsonValue::Null, 1, 1);
        row("price half a number", "c", QStringLiteral("100.5x"), 1, 1);
        row("price nan", "c", QStringLiteral("nan"), 1, 1);
        row("low above the open", "l", 100.2, 1, 1);
        row("high below the close", "h", 100.2, 1, 1);
        row("no low", "l", 0, 1, 1);
        row("price absurd", "h", 1e300, 1, 1);
        row("no volume", "v", QJsonValue::Null, 1, 1);
        row("volume negative", "v", -1, 1, 1);
        row("volume absurd", "v", 1e308, 1, 1);
    }
    void rowsAreReadWholeOrRefused()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(int, bars);
        QFETCH(int, refused);
        QJsonObject second = row(m_minute);
        second[field] = value;
        const FetchedBars found = with(second);
        QCOMPARE(static_cast<int>(found.bars.size()), bars);
        QCOMPARE(static_cast<int>(found.refused.size()), refused);
        QCOMPARE(found.isWhole(), bars == 2);
        if (refused > 0)
            QCOMPARE(found.refused.front(), m_minute);
    }

    void whatNobodyNeedsIsAbsentWhenItMakesNoSense()
    {
        QJsonObject second = row(m_minute);
        for (const QJsonValue &vwap : {QJsonValue(0), QJsonValue(-1), QJsonValue(QStringLiteral("inf"))}) {
            second[u"vw"] = vwap;
            second[u"n"] = 1e12;
            const FetchedBars found = with(second);
            QVERIFY(found.isWhole() && found.bars.size() == 2);
            QVERIFY(std::isnan(found.bars.back().vwap));
            QCOMPARE(found.bars.back().tradeCount, -1);
        }
    }

    void eachMinuteComesOnceAndInOrder()
    {
        BarRows rows(limitsOf(Timespan::Minute, m_minute + OneSecond, m_minute + OneMinute * 3));
        QJsonObject corrected = row(m_minute);
        corrected[u"v"] = 5;
        rows.take({row(m_minute + OneMinute), row(m_minute)});
        rows.take({row(m_minute + OneMinute), corrected});
        const FetchedBars found = rows.bars();
        QVERIFY(found.isWhole());
        QCOMPARE(found.bars.size(), 2u);
        QCOMPARE(found.bars[0].start, m_minute); // has begun before the range, and lasts into it
        QCOMPARE(found.bars[0].volume, 5.0);
        QCOMPARE(found.bars[1].start, m_minute + OneMinute);
    }

    void daysOfAnotherDateAreRefused()
    {
        const QDate date(2025, 3, 10);
        QJsonObject good = row(at("2025-03-10 16:00")), other = row(at("2025-03-07 16:00")), nobody = good;
        good[u"T"] = other[u"T"] = QStringLiteral("AAPL");
        DayRows rows(date);
        rows.take({good, other, nobody});
        QCOMPARE(rows.days().size(), 1u);
        QCOMPARE(rows.days()[0].bar.start, at("2025-03-10 00:00"));
        QCOMPARE(rows.leftOut().text(),
                 QStringLiteral("1 because it lies outside the time that was asked for, 1 because its symbol is "
                                "missing, impossible or has not been asked for"));
    }
};

QTEST_GUILESS_MAIN(RestAnswersTest)
#include "tst_restanswers.moc"
