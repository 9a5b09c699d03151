// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/findingevent.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QJsonObject>

using namespace tickstock;
using namespace tickstock::test;

/// What an event says of a finding.
class FindingEventTest final : public test::Test
{
    Q_OBJECT

private:
    const Timestamp m_start = at("2025-03-10 10:00");
    const FindingPlace m_place{QStringLiteral("AAPL"),  QStringLiteral("test"),  Timeframe::Min5,
                               m_start + OneMinute * 5, m_start + OneMinute * 5, 1};

    Finding finding() const
    {
        Finding finding;
        finding.pattern = "Hammer";
        finding.direction = Direction::Long;
        finding.bar = bar(m_start, 100, 102, 99, 101, 1'000);
        finding.strength = 100;
        return finding;
    }

private Q_SLOTS:
    void theConfidenceIsTheSumOfItsParts()
    {
        Finding strong = finding();
        strong.volumeRatio = 3;
        strong.atr = 1;
        strong.signal.trigger = 100;
        const PatternEvent event = eventOf(strong, m_place);
        QCOMPARE(event.confidence, 1.0);
        const QJsonObject parts = event.details[u"confidence_parts"].toObject();
        QCOMPARE(parts[u"volume"].toDouble(), 0.2);
        QCOMPARE(parts[u"clearance"].toDouble(), 0.15);
        QCOMPARE(parts[u"trend"].toDouble(), 0.1);
        QCOMPARE(parts[u"shape"].toDouble(), 0.05);
        // Nothing is known, and the longer time frame goes the other way.
        FindingPlace against = m_place;
        against.longTrend = -1;
        QCOMPARE(eventOf(finding(), against).confidence, 0.55);
    }

    void idAndLevelsAreThoseOfTheBar()
    {
        Finding found = finding();
        found.signal.stop = 99;
        found.signal.details = {{"depth", 0.5}};
        const PatternEvent event = eventOf(found, m_place);
        QCOMPARE(event.id, event.computedId());
        QCOMPARE(event.symbol, QStringLiteral("AAPL"));
        QCOMPARE(event.price, 101);
        QCOMPARE(event.details[u"levels"].toObject(), (QJsonObject{{QStringLiteral("stop"), 99}}));
        QCOMPARE(event.details[u"depth"].toDouble(), 0.5);
        QVERIFY(!event.details.contains(u"reason"));
        QVERIFY(!event.details.contains(u"was"));
    }

    void aWithdrawalSaysWhatItWithdraws()
    {
        Finding gone = finding();
        gone.state = EventState::Withdrawn;
        gone.why = Finding::Why::Unconfirmed;
        QCOMPARE(eventOf(gone, m_place).details[u"was"].toString(), toText(EventState::Forming));
        gone.why = Finding::Why::Corrected;
        gone.bar.revision = 2;
        const PatternEvent event = eventOf(gone, m_place);
        QCOMPARE(event.details[u"was"].toString(), toText(EventState::Confirmed));
        QCOMPARE(event.details[u"reason"].toString(), QStringLiteral("bar corrected, revision 2"));
    }

    void whatIsFoundLongAfterItsBarIsLate()
    {
        FindingPlace late = m_place;
        late.now = late.barEnd + OneMinute * 2;
        QCOMPARE(eventOf(finding(), late).details[u"reason"].toString(), QStringLiteral("found late, in stored bars"));
        late.now = {};
        QVERIFY(!eventOf(finding(), late).details.contains(u"reason"));
        Finding restored = finding();
        restored.why = Finding::Why::Restored;
        QVERIFY(eventOf(restored, m_place).isRepeated);
    }
};

QTEST_GUILESS_MAIN(FindingEventTest)
#include "tst_findingevent.moc"
