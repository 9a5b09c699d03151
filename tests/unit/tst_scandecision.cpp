// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicatorvalues.h"
#include "core/scan/scandecision.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// Who looks for patterns, and how indicators are told.
class ScanDecisionTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void autoGivesWayToALivingScanner()
    {
        ScanDecision decision(PatternSource::Auto, ScannerRank::Desktop, QStringLiteral("us"));
        QElapsedTimer never, justNow;
        justNow.start();
        QVERIFY(decision.scans(never));
        decision.noteAlive(decision.announcement()); // our own key
        QVERIFY(decision.scans(never));
        QVERIFY(decision.other().isEmpty());
        decision.noteAlive("somebody's scanner");
        QVERIFY(!decision.scans(never));
        QCOMPARE(decision.other(), QByteArray("somebody's scanner"));
        decision.noteAlive({});
        QVERIFY(decision.scans(never));
        QVERIFY(!decision.scans(justNow)); // a stranger's event has just come
    }

    /// Two under auto would each fall silent for the other, and neither would be left.
    void ofThoseThatAnnounceThemselvesOneGoesOn()
    {
        const QString less = QStringLiteral("tickstock-a"), more = QStringLiteral("tickstock-b");
        const auto make = [](ScannerRank rank, const QString &origin) {
            return ScanDecision(PatternSource::Auto, rank, origin);
        };
        struct Case
        {
            ScannerRank first;
            QString firstOrigin;
            ScannerRank second;
            QString secondOrigin;
        };
        const Case cases[] = {{ScannerRank::Service, less, ScannerRank::Service, more},
                              {ScannerRank::Desktop, less, ScannerRank::Desktop, more},
                              {ScannerRank::Worker, more, ScannerRank::Service, less},
                              {ScannerRank::Service, more, ScannerRank::Desktop, less}};
        for (const Case &each : cases) {
            ScanDecision first = make(each.first, each.firstOrigin), second = make(each.second, each.secondOrigin);
            first.noteAlive(second.announcement());
            second.noteAlive(first.announcement());
            QVERIFY(first.scans(QElapsedTimer()));
            QVERIFY(!second.scans(QElapsedTimer()));
        }
    }

    void nothingIsSaidBeforeTheOthersHaveBeenAsked()
    {
        ScanDecision decision(PatternSource::Auto, ScannerRank::Service, QStringLiteral("us"));
        decision.askOthers();
        QVERIFY(!decision.scans(QElapsedTimer()));
        decision.noteAlive({}); // there are none
        QVERIFY(decision.scans(QElapsedTimer()));
    }

    void theSettingDecidesOtherwise()
    {
        QElapsedTimer justNow;
        justNow.start();
        ScanDecision local(PatternSource::Local, ScannerRank::Desktop, QStringLiteral("us")),
            remote(PatternSource::Remote, ScannerRank::Desktop, QStringLiteral("us"));
        local.noteAlive("somebody's scanner");
        QVERIFY(local.scans(justNow));
        QVERIFY(!remote.scans(QElapsedTimer()));
    }

    void indicatorsSurviveTheirJson()
    {
        IndicatorValues values;
        values.symbol = QStringLiteral("BRK.B");
        values.barStart = at("2025-03-10 09:31");
        values.timeframe = Timeframe::Min5;
        values.values = {{QStringLiteral("rsi_14"), 55.5}, {QStringLiteral("vwap"), 100.25}};
        const QByteArray json = toJson(values);
        QVERIFY(json.contains("\"timestamp\":\"2025-03-10T13:31:00Z\""));
        const auto read = indicatorValuesFromJson(json);
        QVERIFY(read);
        QCOMPARE(read->symbol, values.symbol);
        QCOMPARE(read->barStart, values.barStart);
        QCOMPARE(read->timeframe, values.timeframe);
        QVERIFY(read->values == values.values);
    }
};

QTEST_GUILESS_MAIN(ScanDecisionTest)
#include "tst_scandecision.moc"
