// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/frameintake.h"
#include "core/feed/subscriptionproof.h"
#include "tests/support/managerfixture.h"

#include <QTest>

#include <cmath>

using namespace tickstock;
using namespace tickstock::massive;

/// Quotes (Q) and price bands (LULD) from the wire to where the feed hands them on.
class QuoteEventsTest final : public test::ManagerFixture
{
    Q_OBJECT

private:
    SymbolTable m_table;
    FrameParser m_parser{m_table};
    ParsedFrame m_frame;

    void parse(const std::string &events) { m_parser.parse('[' + events + ']', m_frame); }
    static std::string quote(const std::string &fields)
    {
        return "{\"ev\":\"Q\",\"sym\":\"MSFT\"," + fields + ",\"t\":1660755007192,\"q\":7}";
    }
    static std::string band(const std::string &fields)
    {
        return "{\"ev\":\"LULD\",\"T\":\"MSFT\"," + fields + ",\"q\":290317}";
    }
    static constexpr const char *BandFields = "\"h\":218.96,\"l\":198.11,\"i\":[21],\"z\":3";
    TopOfBook made(const char *symbol, Timestamp time, std::int64_t sequence)
    {
        TopOfBook top;
        top.symbol = id(symbol);
        top.bid = 10;
        top.ask = 10.01;
        top.time = time;
        top.sequence = sequence;
        return top;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"MSFT", "BRK.B", "AAPL"})
            QVERIFY(m_table.intern(std::string_view(name)));
    }

    void readsAQuote()
    {
        parse("{\"ev\":\"Q\",\"sym\":\"BRK.B\",\"c\":1,\"i\":[1,605],\"bx\":12,\"ax\":9,\"bp\":304.57,\"ap\":304.64,"
              "\"bs\":1,\"as\":2,\"t\":1660755007192,\"q\":32092505,\"z\":1}");
        QCOMPARE(m_frame.malformed + m_frame.ignored, 0);
        QCOMPARE(m_frame.quotes.size(), 1u);
        const TopOfBook &top = m_frame.quotes[0];
        QCOMPARE(m_table.qname(top.symbol), QStringLiteral("BRK.B"));
        QCOMPARE(top.bid, 304.57);
        QCOMPARE(top.ask, 304.64);
        QCOMPARE(top.bidSize, 1);
        QCOMPARE(top.askSize, 2);
        QCOMPARE(top.time.ms, 1660755007192);
        QCOMPARE(top.sequence, 32092505);
        QVERIFY(m_frame.ticks.empty());
        QVERIFY(m_frame.hasData());
    }

    void aSideMayBeMissing()
    {
        parse(quote("\"ap\":304.64,\"as\":2") + ',' + quote("\"bp\":1.5,\"ap\":0,\"as\":0") + ',' +
              quote("\"bp\":null,\"ap\":3") + ',' + quote("\"bp\":0,\"ap\":0"));
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.quotes.size(), 4u);
        QVERIFY(std::isnan(m_frame.quotes[0].bid));
        QCOMPARE(m_frame.quotes[0].bidSize, 0);
        QVERIFY(std::isnan(m_frame.quotes[1].ask));
        QVERIFY(std::isnan(m_frame.quotes[2].bid));
        QVERIFY(std::isnan(m_frame.quotes[3].bid) && std::isnan(m_frame.quotes[3].ask)); // said to be nobody
    }

    void whatCannotBeTrueIsRefusedByReason_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<int>("flaw");
        const auto row = [](const char *name, const std::string &event, Flaw flaw) {
            QTest::newRow(name) << QByteArray::fromStdString(event) << static_cast<int>(flaw);
        };
        row("crossed", quote("\"bp\":2,\"ap\":1.99"), Flaw::Price);
        row("negative bid", quote("\"bp\":-2,\"ap\":2"), Flaw::Price);
        row("absurd ask", quote("\"bp\":2,\"ap\":1e300"), Flaw::Price);
        row("no price", quote("\"bs\":2"), Flaw::Price);
        row("negative size", quote("\"bp\":2,\"ap\":3,\"bs\":-1"), Flaw::Volume);
        row("absurd size", quote("\"bp\":2,\"ap\":3,\"as\":1e18"), Flaw::Volume);
        row("price in quotes", quote("\"bp\":\"2\",\"ap\":3"), Flaw::Unreadable);
        row("ticker is a number", "{\"ev\":\"LULD\",\"T\":5,\"sym\":\"MSFT\",\"h\":2,\"l\":1,\"t\":1601316752683}",
            Flaw::Unreadable);
        row("size in words", quote("\"bp\":2,\"ap\":3,\"bs\":\"many\""), Flaw::Unreadable);
        row("infinite", quote("\"bp\":2,\"ap\":1e999"), Flaw::Unreadable);
        row("no time", "{\"ev\":\"Q\",\"sym\":\"MSFT\",\"bp\":1,\"ap\":2}", Flaw::Time);
        row("negative time", "{\"ev\":\"Q\",\"sym\":\"MSFT\",\"bp\":1,\"ap\":2,\"t\":-5}", Flaw::Time);
        row("nanoseconds in Q", "{\"ev\":\"Q\",\"sym\":\"MSFT\",\"bp\":1,\"ap\":2,\"t\":1788877046310003385}",
            Flaw::Time);
        row("foreign symbol", "{\"ev\":\"Q\",\"sym\":\"ZZZ\",\"bp\":1,\"ap\":2,\"t\":1660755007192}", Flaw::Symbol);
        row("no symbol", "{\"ev\":\"LULD\",\"h\":2,\"l\":1,\"t\":1660755007192}", Flaw::Symbol);
        row("band upside down", band("\"h\":1,\"l\":2,\"t\":1660755007192"), Flaw::Price);
        row("half a band", band("\"h\":1,\"t\":1660755007192"), Flaw::Price);
        row("says nothing", band("\"i\":[],\"t\":1660755007192"), Flaw::Price);
        row("band without time", band("\"h\":2,\"l\":1"), Flaw::Time);
        row("band in 1970", band("\"h\":2,\"l\":1,\"t\":12"), Flaw::Time);
        row("too many digits", band("\"h\":2,\"l\":1,\"t\":99999999999999999999999"), Flaw::Unreadable);
        row("as a double", band("\"h\":2,\"l\":1,\"t\":1.788877046310003385e18"), Flaw::Unreadable);
    }
    void whatCannotBeTrueIsRefusedByReason()
    {
        QFETCH(QByteArray, event);
        QFETCH(int, flaw);
        parse(event.toStdString() + ',' + quote("\"bp\":1,\"ap\":2"));
        QCOMPARE(m_frame.quotes.size(), 1u); // the rest of the frame lives
        QVERIFY(m_frame.bands.empty());
        QCOMPARE(m_frame.malformed, 1);
        QCOMPARE(m_frame.flaws[static_cast<std::size_t>(flaw)], quint64(1));
        QVERIFY(m_frame.thrownAway.empty()); // no minute lacks anything
    }

    void bandsHaveTheirTimeInAnyUnit_data()
    {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<qlonglong>("ms");
        QTest::newRow("nanoseconds") << QByteArray("1788877046310003385") << 1788877046310LL;
        QTest::newRow("the last nanosecond") << QByteArray("1788877046310999999") << 1788877046310LL;
        QTest::newRow("the next one") << QByteArray("1788877046311000000") << 1788877046311LL;
        QTest::newRow("microseconds") << QByteArray("1601316752683746") << 1601316752683LL;
        QTest::newRow("milliseconds") << QByteArray("1601316752683") << 1601316752683LL;
    }
    void bandsHaveTheirTimeInAnyUnit()
    {
        QFETCH(QByteArray, time);
        QFETCH(qlonglong, ms);
        parse(band(BandFields + std::string(",\"t\":") + time.toStdString()));
        QCOMPARE(m_frame.bands.size(), 1u);
        QCOMPARE(m_frame.bands[0].time.ms, ms);
        QCOMPARE(m_frame.bands[0].low, 198.11);
        QCOMPARE(m_frame.bands[0].high, 218.96);
        QCOMPARE(m_table.qname(m_frame.bands[0].symbol), QStringLiteral("MSFT"));
    }

    void theTickerOfABandStandsUnderEitherKey()
    {
        parse("{\"t\":1601316752683746,\"l\":1,\"h\":2,\"sym\":\"AAPL\",\"ev\":\"LULD\"},"
              "{\"sym\":\"AAPL\",\"T\":\"MSFT\",\"t\":1601316752683746,\"l\":1,\"h\":2,\"ev\":\"LULD\"},"
              "{\"sym\":\"AAPL\",\"T\":\"MSFT\",\"t\":1601316752683,\"p\":1,\"s\":2,\"ev\":\"T\"}");
        QCOMPARE(m_frame.bands.size(), 2u);
        QCOMPARE(m_table.qname(m_frame.bands[0].symbol), QStringLiteral("AAPL"));
        QCOMPARE(m_table.qname(m_frame.bands[1].symbol), QStringLiteral("MSFT"));
        QCOMPARE(m_table.qname(m_frame.ticks[0].symbol), QStringLiteral("AAPL")); // no band
    }

    /// A bar or trade may bring fields of these names one day; they are as unknown there as any other.
    void whatIsOfQuotesDoesNotConcernOthers()
    {
        parse("{\"T\":5,\"bp\":\"x\",\"as\":[1],\"i\":[\"y\"],\"ev\":\"T\",\"sym\":\"MSFT\",\"p\":1,\"s\":2,\"t\":"
              "1601316752683},"
              "{\"ev\":\"A\",\"sym\":\"MSFT\",\"ap\":{},\"bs\":null,\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":1,"
              "\"s\":1601316752000,\"e\":1601316753000}");
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.ticks.size(), 2u);
    }

    void indicatorsAreReadInAnyShape_data()
    {
        QTest::addColumn<QByteArray>("i");
        QTest::addColumn<QList<int>>("indicators");
        QTest::newRow("list") << QByteArray("[21]") << QList<int>{21};
        QTest::newRow("several") << QByteArray("[17,605,3]") << QList<int>{17, 605, 3};
        QTest::newRow("a number") << QByteArray("17") << QList<int>{17};
        QTest::newRow("with a point") << QByteArray("[17.0]") << QList<int>{17};
        QTest::newRow("none") << QByteArray("[]") << QList<int>{};
        QTest::newRow("null") << QByteArray("null") << QList<int>{};
        QTest::newRow("words") << QByteArray("[17,\"halt\"]") << QList<int>{};
        QTest::newRow("in quotes") << QByteArray("\"17\"") << QList<int>{};
        QTest::newRow("nested") << QByteArray("[[17]]") << QList<int>{};
        QTest::newRow("an object") << QByteArray("{\"a\":17}") << QList<int>{};
        QTest::newRow("huge") << QByteArray("[4294967313]") << QList<int>{};
        QTest::newRow("too many") << QByteArray("[1,2,3,4,5,6,7,8,9,10]") << QList<int>{1, 2, 3, 4, 5, 6, 7, 8};
    }
    void indicatorsAreReadInAnyShape()
    {
        QFETCH(QByteArray, i);
        QFETCH(QList<int>, indicators);
        parse(band("\"h\":2,\"i\":" + i.toStdString() + ",\"l\":1,\"t\":1601316752683746"));
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.bands.size(), 1u);
        const PriceBand &read = m_frame.bands[0];
        QCOMPARE(QList<int>(read.indicators.begin(), read.indicators.begin() + read.indicatorCount), indicators);
        QCOMPARE(read.high, 2);
    }

    void aHaltNeedsNoPrices()
    {
        parse(band("\"h\":0,\"l\":0,\"i\":[17],\"t\":1601316752683746") + ',' +
              band("\"i\":[18],\"t\":1601316752683746"));
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.bands.size(), 2u);
        QVERIFY(!m_frame.bands[0].hasPrices() && m_frame.bands[0].has(17));
        QVERIFY(!m_frame.bands[1].hasPrices() && m_frame.bands[1].has(18));
    }

    void theFutureIsRefused()
    {
        FrameIntake intake(QStringLiteral("c"), m_table, false);
        const Timestamp now{1660755007192};
        const QString frame = QString::fromStdString('[' + quote("\"bp\":1,\"ap\":2") + ']');
        QCOMPARE(intake.read(frame, now, 0).quotes.size(), 1u);
        QVERIFY(!intake.isFrameUseless());
        const ParsedFrame &early = intake.read(frame, now - OneDay, 0);
        QVERIFY(early.quotes.empty() && early.thrownAway.empty());
        QCOMPARE(early.flaws[static_cast<std::size_t>(Flaw::Time)], quint64(1));
        ConnectionHealth health;
        intake.report(health);
        QCOMPARE(health.quotes, quint64(1));
        QCOMPARE(health.errors, quint64(1));
    }

    /// A server that gives no answers proves a pair by its data.
    void dataProveASubscription()
    {
        SubscriptionProof proof({QStringLiteral("Q"), QStringLiteral("LULD")}, m_table);
        proof.add({QStringLiteral("MSFT")});
        (void)proof.pairs().takeSubscribeMessages({1'000});
        parse(quote("\"bp\":1,\"ap\":2"));
        proof.receive(m_frame, {2'000});
        QVERIFY(proof.pairs().isConfirmed(QStringLiteral("Q.MSFT")));
        QVERIFY(!proof.pairs().isConfirmed(QStringLiteral("LULD.MSFT")));
        parse(band(BandFields + std::string(",\"t\":1601316752683746")));
        proof.receive(m_frame, {3'000});
        QVERIFY(proof.pairs().isConfirmed(QStringLiteral("LULD.MSFT")));
        QCOMPARE(proof.silentSymbols(), QStringList());
        QCOMPARE(proof.takeConfirmed().size(), 1u);
    }

    void twoConnectionsDeliverOnce()
    {
        MultiConnectionOptions options;
        options.criticalSymbols = list("AAPL");
        make(options, 2);
        std::vector<TopOfBook> quotes;
        std::vector<PriceBand> bands;
        connect(m_manager.get(), &MarketFeed::quoted, this, [&](const QuoteBatchPtr &batch) {
            quotes.insert(quotes.end(), batch->quotes.begin(), batch->quotes.end());
            bands.insert(bands.end(), batch->bands.begin(), batch->bands.end());
        });
        m_manager->open();
        m_feeds[0]->comeUp();
        m_feeds[1]->comeUp();
        m_manager->subscribe(list("AAPL,MSFT"));
        PriceBand halt;
        halt.symbol = id("AAPL");
        halt.time = m_open;
        halt.sequence = 3;
        PriceBand later = halt;
        later.sequence = 6;
        m_feeds[0]->quote({made("AAPL", m_open, 1), made("AAPL", m_open, 2)}, {later});
        m_feeds[1]->quote({made("AAPL", m_open, 1)}, {halt}); // the halt has come by this one only, and late
        m_feeds[1]->quote({made("AAPL", m_open, 2)}, {later});
        m_feeds[1]->quote({made("AAPL", m_open, 9), made("MSFT", m_open, 1)});
        m_feeds[0]->quote({made("AAPL", m_open + OneDay, 1)}, {halt}); // numbers begin anew each day
        QCOMPARE(quotes.size(), 5u);
        QCOMPARE(quotes[2].sequence, 9);
        QCOMPARE(m_table.qname(quotes[3].symbol).isEmpty(), false);
        QCOMPARE(quotes[4].time, m_open + OneDay);
        QCOMPARE(bands.size(), 2u);
        QCOMPARE(bands[1].sequence, 3);
        m_manager.reset();
    }
};

QTEST_GUILESS_MAIN(QuoteEventsTest)
#include "tst_quoteevents.moc"
