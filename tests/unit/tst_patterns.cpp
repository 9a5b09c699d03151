// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/patternevent.h"
#include "core/patterns/patternsettings.h"
#include "core/types/utc.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QDateTime>

#include <random>

using namespace tickstock;
using namespace tickstock::test;

class PatternsTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void eventSurvivesItsJson()
    {
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("BRK.B");
        event.barStart = at("2018-01-02 09:31");
        event.timeframe = Timeframe::Min5;
        event.direction = Direction::Long;
        event.confidence = 0.75;
        event.price = 12.5;
        event.origin = QStringLiteral("test");
        event.details[u"strength"] = 100;
        event.id = event.computedId();
        const QByteArray json = toJson(event);
        QVERIFY(json.contains("\"timestamp\":\"2018-01-02T14:31:00Z\""));
        const auto read = patternEventFromJson(json);
        QVERIFY(read);
        QCOMPARE(read->id, event.id);
        QCOMPARE(read->barStart, event.barStart);
        QCOMPARE(read->timeframe, event.timeframe);
        QCOMPARE(read->details, event.details);
        QCOMPARE(toJson(*read), json);
    }

    /// Other programs compute the same ids, from the same text.
    void anEventsIdIsKnownBeforehand()
    {
        PatternEvent event;
        event.pattern = QStringLiteral("Flag");
        event.symbol = QStringLiteral("X");
        event.timeframe = Timeframe::Min5;
        event.direction = Direction::Short;
        event.barStart = {1'709'251'147'999}; // 2024-02-29T23:59:07.999Z
        QVERIFY(toJson(event).contains("\"timestamp\":\"2024-02-29T23:59:07Z\""));
        QCOMPARE(event.computedId(), QUuid("912ce325-a42e-5106-a5a9-c45b58253318"));
        std::mt19937_64 random(1);
        for (int i = 0; i < 1'000; ++i) {
            event.barStart = {static_cast<std::int64_t>(random() % 8'000'000'000'000) - 2'000'000'000'000};
            const QString time = QDateTime::fromMSecsSinceEpoch(event.barStart.ms, Utc).toString(Qt::ISODate);
            QVERIFY(toJson(event).contains(QStringLiteral("\"timestamp\":\"%1\"").arg(time).toLatin1()));
        }
    }

    void foreignEventsAreUnderstood()
    {
        const auto event = patternEventFromJson(R"({"pattern":"Flag","symbol":"X","timestamp":"2018-01-02T14:31:00Z",)"
                                                R"("direction":"bearish","timeframe":"daily","mood":"grim"})");
        QVERIFY(event);
        QCOMPARE(event->direction, Direction::Short);
        QCOMPARE(event->details[u"mood"].toString(), QStringLiteral("grim"));
        QCOMPARE(event->id, event->computedId());
        for (const char *bad : {"", "[]", "{}", R"({"pattern":"Flag","symbol":"X","timestamp":"today"})"})
            QVERIFY2(!patternEventFromJson(bad), bad);
    }

    void outOfTheBoxItIsSignalsNotNoise()
    {
        const PatternSettings settings;
        QCOMPARE(patternKinds().size(), 61u + 18u);
        int candlesticks = 0;
        for (const PatternKind &kind : patternKinds()) {
            const bool isOnMinutes = settings.isOn(kind.name, Timeframe::Min1);
            const bool isOn = settings.isOn(kind.name, Timeframe::Min5) || settings.isOn(kind.name, Timeframe::Daily) ||
                              settings.isOn(kind.name, Timeframe::Min15) || isOnMinutes;
            if (kind.taLibName.empty()) {
                QVERIFY2(isOn, std::string(kind.name).c_str());
                continue;
            }
            QVERIFY(!isOnMinutes);
            candlesticks += isOn;
        }
        QVERIFY(candlesticks >= 11 && candlesticks <= 14);
        for (const char *quiet : {"Doji", "Spinning Top", "Long Line", "Short Line", "Belt Hold", "High Wave"})
            QVERIFY(!settings.isOn(quiet, Timeframe::Min5));
    }

    void settingsSurviveTheirJson()
    {
        PatternSettings settings;
        QCOMPARE(*PatternSettings::fromJson(settings.toJson()), settings);
        settings.setOn("Doji", Timeframe::Min1, true);
        settings.setOn("Hammer", Timeframe::Daily, false);
        settings.setOn("BearFlag", Timeframe::Min5, false); // by the name of its bearish side
        QVERIFY(settings.setParameter("OpeningRangeBreakout", Timeframe::Min5, "minutes", 30));
        QVERIFY(settings.setParameter("Mat Hold", Timeframe::Min1, "penetration", 0.6));
        CandleSettings candles;
        candles.longBody = {5, 1.2};
        settings.setCandles(candles);
        const auto read = PatternSettings::fromJson(settings.toJson());
        QVERIFY(read);
        QCOMPARE(*read, settings);
        QVERIFY(read->isOn("Doji", Timeframe::Min1));
        QVERIFY(!read->isOn("BullFlag", Timeframe::Min5));
        QCOMPARE(read->parameter("OpeningRangeBreakout", Timeframe::Min5, "minutes"), 30);
        QCOMPARE(read->parameter("OpeningRangeBreakout", Timeframe::Min1, "minutes"), 15);
        QCOMPARE(read->parameter("Mat Hold", Timeframe::Min5, "penetration"), 0.5);
        QVERIFY(settings.setParameter("OpeningRangeBreakout", Timeframe::Min5, "minutes", 15)); // back to the default
        QCOMPARE(settings.toJson().contains("minutes"), false);
    }

    void whatSettingsCannotBeIsNamed()
    {
        PatternSettings settings;
        QVERIFY(!settings.setParameter("OpeningRangeBreakout", Timeframe::Min5, "minutes", 3'000));
        QVERIFY(!settings.setParameter("Hammer", Timeframe::Min5, "minutes", 5));
        settings.setOn("NR7", Timeframe::Min1, true); // a pattern of days
        QVERIFY(!settings.isOn("NR7", Timeframe::Min1));
        QStringList problems;
        const auto read = PatternSettings::fromJson(
            "{\"patterns\":{\"Hamer\":{\"5min\":{\"on\":true}},\"Hammer\":{\"7min\":{\"on\":true}},"
            "\"BullFlag\":{\"5min\":{\"retrace\":1000,\"on\":false}}},\"candles\":{\"long_body\":[11,1]}}",
            &problems);
        QVERIFY(read);
        QCOMPARE(problems.size(), 4);
        QVERIFY(!read->isOn("BullFlag", Timeframe::Min5));
        QCOMPARE(read->candles(), CandleSettings());
        QVERIFY(!PatternSettings::fromJson("{"));
    }
};

QTEST_GUILESS_MAIN(PatternsTest)
#include "tst_patterns.moc"
