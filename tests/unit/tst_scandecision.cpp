// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicatorvalues.h"
#include "core/service/scandecision.h"
#include "tests/support/builders.h"

using namespace tickstock;
using namespace tickstock::test;

/// Who looks for patterns, and how indicators are told.
class ScanDecisionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void autoGivesWayToALivingScanner()
    {
        ScanDecision decision(PatternSource::Auto, QStringLiteral("us"));
        QElapsedTimer never, justNow;
        justNow.start();
        QVERIFY(decision.scans(never));
        decision.noteAlive("us"); // our own key
        QVERIFY(decision.scans(never));
        decision.noteAlive("scan-worker");
        QVERIFY(!decision.scans(never));
        decision.noteAlive({});
        QVERIFY(decision.scans(never));
        QVERIFY(!decision.scans(justNow)); // a foreign event has just come
    }

    /// Two under auto would each fall silent for the other, and neither would be left.
    void ofTwoThatAnnounceThemselvesOneGoesOn()
    {
        const QString less = QStringLiteral("tickstock-a"), more = QStringLiteral("tickstock-b");
        ScanDecision first(PatternSource::Auto, less, true), second(PatternSource::Auto, more, true);
        first.noteAlive(more.toUtf8());
        QVERIFY(first.scans(QElapsedTimer()));
        second.noteAlive(less.toUtf8());
        QVERIFY(!second.scans(QElapsedTimer()));
        first.noteAlive(ScanDecision::workerWord(more)); // has its shards by lease
        QVERIFY(!first.scans(QElapsedTimer()));
        first.noteAlive("somebody's scanner");
        QVERIFY(!first.scans(QElapsedTimer()));
        ScanDecision desktop(PatternSource::Auto, less); // nobody waits for it
        desktop.noteAlive(more.toUtf8());
        QVERIFY(!desktop.scans(QElapsedTimer()));
    }

    void theSettingDecidesOtherwise()
    {
        QElapsedTimer justNow;
        justNow.start();
        ScanDecision local(PatternSource::Local, QStringLiteral("us")),
            remote(PatternSource::Remote, QStringLiteral("us"));
        local.noteAlive("scan-worker");
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
