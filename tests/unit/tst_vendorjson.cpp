// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "core/feed/massive/restaddress.h"
#include "core/feed/massive/restpage.h"
#include "core/feed/massive/restrows.h"
#include "core/market/newyork.h"
#include "tests/support/test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace tickstock;

/// What the vendor publishes as examples of its own messages, field by field.
class VendorJsonTest final : public test::Test
{
    Q_OBJECT

private:
    SymbolTable m_symbols;

    static QJsonDocument read(const char *name)
    {
        QFile file(QStringLiteral(TICKSTOCK_TEST_DATA "/vendor/") + QString::fromLatin1(name));
        [[maybe_unused]] const bool opened = file.open(QIODevice::ReadOnly);
        return QJsonDocument::fromJson(file.readAll());
    }
    massive::ParsedFrame parse(const char *kind)
    {
        const QJsonObject event = read("stocks-events.json")[QLatin1String(kind)].toObject();
        m_symbols.intern(event[u"sym"].toString());
        m_symbols.intern(event[u"T"].toString()); // under which LULD has it
        massive::FrameParser parser(m_symbols);
        massive::ParsedFrame frame;
        parser.parse(QString::fromUtf8(QJsonDocument(QJsonArray{event}).toJson(QJsonDocument::Compact)), frame);
        return frame;
    }
    void compareBar(const Tick &tick, const QJsonObject &event)
    {
        QCOMPARE(m_symbols.qname(tick.symbol), event[u"sym"].toString());
        QCOMPARE(static_cast<double>(tick.start.ms), event[u"s"].toDouble());
        QCOMPARE(static_cast<double>(tick.end.ms), event[u"e"].toDouble());
        QCOMPARE(tick.open, event[u"o"].toDouble());
        QCOMPARE(tick.high, event[u"h"].toDouble());
        QCOMPARE(tick.low, event[u"l"].toDouble());
        QCOMPARE(tick.close, event[u"c"].toDouble());
        QCOMPARE(tick.volume, event[u"v"].toDouble());
        QCOMPARE(tick.vwap, event[u"vw"].toDouble());
        QCOMPARE(tick.dayVolume, event[u"av"].toDouble());
        QCOMPARE(tick.dayVwap, event[u"a"].toDouble());
        QCOMPARE(tick.dayOpen, event[u"op"].toDouble());
    }
    static void compareBar(const Bar &bar, const QJsonObject &row)
    {
        QCOMPARE(static_cast<double>(bar.start.ms), row[u"t"].toDouble());
        QCOMPARE(bar.open, row[u"o"].toDouble());
        QCOMPARE(bar.high, row[u"h"].toDouble());
        QCOMPARE(bar.low, row[u"l"].toDouble());
        QCOMPARE(bar.close, row[u"c"].toDouble());
        QCOMPARE(bar.volume, row[u"v"].toDouble());
        QCOMPARE(bar.vwap, row[u"vw"].toDouble());
        QCOMPARE(bar.tradeCount, row[u"n"].toInt(-1));
        QCOMPARE(bar.source, BarSource::Rest);
    }

private Q_SLOTS:
    void bars_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("second") << QStringLiteral("A");
        QTest::newRow("minute") << QStringLiteral("AM");
    }
    void bars()
    {
        QFETCH(QString, kind);
        const auto frame = parse(kind.toLatin1().constData());
        QCOMPARE(frame.malformed, 0);
        QCOMPARE(frame.ticks.size(), 1u);
        QCOMPARE(frame.ticks[0].kind, kind == u"A" ? TickKind::SecondBar : TickKind::MinuteBar);
        CHECKED(compareBar(frame.ticks[0], read("stocks-events.json")[kind].toObject()));
    }

    void trade()
    {
        const auto frame = parse("T");
        QCOMPARE(frame.malformed, 0);
        QCOMPARE(frame.ticks.size(), 1u);
        const Tick &tick = frame.ticks[0];
        const QJsonObject event = read("stocks-events.json")[u"T"].toObject();
        QCOMPARE(tick.kind, TickKind::Trade);
        QCOMPARE(m_symbols.qname(tick.symbol), event[u"sym"].toString());
        QCOMPARE(tick.close, event[u"p"].toDouble());
        QCOMPARE(tick.volume, event[u"s"].toDouble());
        QCOMPARE(static_cast<double>(tick.start.ms), event[u"t"].toDouble());
        QCOMPARE(static_cast<double>(tick.sequence), event[u"q"].toDouble());
        QVERIFY(tick.tradeKey != 0); // x and i
    }

    void quote()
    {
        const auto frame = parse("Q");
        const QJsonObject event = read("stocks-events.json")[u"Q"].toObject();
        QCOMPARE(frame.malformed + frame.ignored, 0);
        QVERIFY(frame.ticks.empty());
        QCOMPARE(frame.quotes.size(), 1u);
        const TopOfBook &quote = frame.quotes[0];
        QCOMPARE(m_symbols.qname(quote.symbol), event[u"sym"].toString());
        QCOMPARE(quote.bid, event[u"bp"].toDouble());
        QCOMPARE(quote.ask, event[u"ap"].toDouble());
        QCOMPARE(quote.bidSize, event[u"bs"].toDouble());
        QCOMPARE(quote.askSize, event[u"as"].toDouble());
        QCOMPARE(static_cast<double>(quote.time.ms), event[u"t"].toDouble());
        QCOMPARE(static_cast<double>(quote.sequence), event[u"q"].toDouble());
    }

    void priceBand()
    {
        const auto frame = parse("LULD");
        const QJsonObject event = read("stocks-events.json")[u"LULD"].toObject();
        QCOMPARE(frame.malformed + frame.ignored, 0);
        QCOMPARE(frame.bands.size(), 1u);
        const PriceBand &band = frame.bands[0];
        QCOMPARE(m_symbols.qname(band.symbol), event[u"T"].toString());
        QCOMPARE(band.low, event[u"l"].toDouble());
        QCOMPARE(band.high, event[u"h"].toDouble());
        QCOMPARE(static_cast<int>(band.indicatorCount), 1);
        QVERIFY(band.has(21));
        QCOMPARE(band.time.ms, 1601316752683); // the sample is in microseconds
    }

    void restBars_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("range") << QStringLiteral("aggs-range.json");
        QTest::newRow("previous day") << QStringLiteral("aggs-prev.json");
    }
    void restBars()
    {
        QFETCH(QString, file);
        const QJsonDocument answer = read(file.toLatin1().constData());
        const QJsonArray rows = answer[u"results"].toArray();
        const auto page = massive::readPage(answer);
        QVERIFY(page);
        massive::BarRows read(massive::limitsOf(Timespan::Day, {0}, {INT64_MAX}));
        read.take(page->rows);
        const std::vector<Bar> bars = read.bars().bars;
        QVERIFY(!rows.isEmpty());
        QCOMPARE(static_cast<qsizetype>(bars.size()), rows.size());
        for (std::size_t i = 0; i < bars.size(); ++i)
            CHECKED(compareBar(bars[i], rows[static_cast<qsizetype>(i)].toObject()));
    }

    void groupedDay()
    {
        const QJsonDocument answer = read("aggs-grouped.json");
        const QJsonArray rows = answer[u"results"].toArray();
        const QDate date(2020, 10, 14);
        massive::DayRows read(date);
        read.take(massive::readPage(answer)->rows);
        const auto &days = read.days();
        QVERIFY(!rows.isEmpty());
        QCOMPARE(static_cast<qsizetype>(days.size()), rows.size());
        for (std::size_t i = 0; i < days.size(); ++i) {
            QJsonObject row = rows[static_cast<qsizetype>(i)].toObject();
            QCOMPARE(days[i].symbol, row[u"T"].toString());
            row[QStringLiteral("t")] = static_cast<double>(newyork::toUtc(date, QTime(0, 0)).ms);
            CHECKED(compareBar(days[i].bar, row));
        }
    }

    void symbolsAreEncodedInAddresses()
    {
        const auto path = [](const char *symbol) {
            return massive::barsUrl(QUrl(QStringLiteral("https://server")), QString::fromUtf8(symbol), Timespan::Minute,
                                    {1'000}, {2'000})
                .toEncoded(QUrl::RemoveQuery);
        };
        const QByteArray head = "https://server/v2/aggs/ticker/", tail = "/range/1/minute/1000/2000";
        QCOMPARE(path("BRK.B"), head + "BRK.B" + tail);
        QCOMPARE(path("BRK/2A"), head + "BRK%2F2A" + tail);
        QCOMPARE(path("I:SPX"), head + "I%3ASPX" + tail);
        QCOMPARE(path("A%1"), head + "A%251" + tail);
    }

    void serverTime()
    {
        const auto time = massive::readServerTime(read("marketstatus-now.json"));
        QVERIFY(time);
        QCOMPARE(time->ms, 1'651'178'888'000); // 2022-04-28T16:48:08-04:00
        QVERIFY(!massive::readServerTime(read("aggs-prev.json")));
    }
};

QTEST_GUILESS_MAIN(VendorJsonTest)
#include "tst_vendorjson.moc"
