// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/plausible.h"
#include "core/relay/tickjson.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace tickstock;
using namespace tickstock::test;

/// What is believed of anything that comes from outside.
class PlausibleTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_minute = at("2025-03-10 09:30");

    Bar good() const { return bar(m_minute, 10, 12, 9, 11, 100); }

private Q_SLOTS:
    void whatCanBeTrueIsTaken()
    {
        QVERIFY(!flawOf(good()));
        Bar thin = bar(m_minute, 10, 10, 10, 10, 0);
        QVERIFY(!flawOf(thin));
        QVERIFY(!flawOf(second({0}, m_minute + OneSecond, 1, 2, 1, 2, 0.5)));
        QVERIFY(!flawOf(trade({0}, m_minute + Milliseconds(123), 114.125, 3)));
    }

    void eachFlawIsNamed_data()
    {
        constexpr double Infinite = std::numeric_limits<double>::infinity();
        QTest::addColumn<int>("flaw");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("volume");
        QTest::addColumn<qint64>("start");
        const qint64 start = m_minute.ms;
        QTest::newRow("1970") << int(Flaw::Time) << 12.0 << 9.0 << 1.0 << start / 1'000;
        QTest::newRow("nanoseconds") << int(Flaw::Time) << 12.0 << 9.0 << 1.0 << start * 1'000'000;
        QTest::newRow("the largest number") << int(Flaw::Time) << 12.0 << 9.0 << 1.0 << qint64(INT64_MAX);
        QTest::newRow("the smallest number") << int(Flaw::Time) << 12.0 << 9.0 << 1.0 << qint64(INT64_MIN);
        QTest::newRow("off the minute") << int(Flaw::Window) << 12.0 << 9.0 << 1.0 << start + 1'000;
        QTest::newRow("before what was asked") << int(Flaw::Range) << 12.0 << 9.0 << 1.0 << start - 60'000;
        QTest::newRow("after what was asked") << int(Flaw::Range) << 12.0 << 9.0 << 1.0 << start + 120'000;
        QTest::newRow("high below the close") << int(Flaw::Price) << 10.5 << 9.0 << 1.0 << start;
        QTest::newRow("low above the open") << int(Flaw::Price) << 12.0 << 10.5 << 1.0 << start;
        QTest::newRow("infinite high") << int(Flaw::Price) << Infinite << 9.0 << 1.0 << start;
        QTest::newRow("no low") << int(Flaw::Price) << 12.0 << NoValue << 1.0 << start;
        QTest::newRow("negative low") << int(Flaw::Price) << 12.0 << -9.0 << 1.0 << start;
        QTest::newRow("no volume") << int(Flaw::Volume) << 12.0 << 9.0 << NoValue << start;
        QTest::newRow("negative volume") << int(Flaw::Volume) << 12.0 << 9.0 << -1.0 << start;
        QTest::newRow("more than there is") << int(Flaw::Volume) << 12.0 << 9.0 << 1e308 << start;
    }
    void eachFlawIsNamed()
    {
        QFETCH(int, flaw);
        QFETCH(double, high);
        QFETCH(double, low);
        QFETCH(double, volume);
        QFETCH(qint64, start);
        const BarLimits limits{m_minute, m_minute + OneMinute, OneMinute};
        const auto found = flawOf(Bar{{start}, 10, high, low, 11, volume}, limits);
        QVERIFY(found);
        QCOMPARE(int(*found), flaw);
        QVERIFY(*toText(*found) != 0);
    }

    void aMeanLiesAmongThePrices()
    {
        QCOMPARE(cleanVwap(10, 12, 9), 10.0);
        QCOMPARE(cleanVwap(12.5, 12, 9), 12.5); // prints that may not move the high
        QVERIFY(std::isnan(cleanVwap(-std::numeric_limits<double>::infinity(), 12, 9)));
        QVERIFY(std::isnan(cleanVwap(1e300, 12, 9)) && std::isnan(cleanVwap(0, 12, 9)));
        QVERIFY(std::isnan(cleanVwap(NoValue, 12, 9)));
    }

    void theBusIsOutsideToo()
    {
        Bar late = good();
        QVERIFY(minuteFromJson(minuteJson(late, QStringLiteral("AAPL"))));
        late.start = m_minute + OneSecond;
        QVERIFY(!minuteFromJson(minuteJson(late, QStringLiteral("AAPL"))));
        late = good();
        late.volume = 1e308;
        QVERIFY(!minuteFromJson(minuteJson(late, QStringLiteral("AAPL"))));
        late = good();
        late.start = {1'741'613'400}; // in seconds
        QVERIFY(!minuteFromJson(minuteJson(late, QStringLiteral("AAPL"))));
        late = good();
        late.vwap = 1e300;
        QVERIFY(std::isnan(minuteFromJson(minuteJson(late, QStringLiteral("AAPL")))->second.vwap));
        TickMessage message;
        message.symbol = QStringLiteral("AAPL");
        message.start = m_minute;
        message.open = message.high = message.low = message.close = 10;
        message.volume = 5;
        message.sequence = 1;
        message.window = OneSecond;
        QVERIFY(tickFromJson(tickJson(message)));
        message.start = {1'741'613'400};
        QVERIFY(!tickFromJson(tickJson(message)));
        message.start = m_minute + Milliseconds(1);
        QVERIFY(!tickFromJson(tickJson(message)));
    }
};

QTEST_GUILESS_MAIN(PlausibleTest)
#include "tst_plausible.moc"
