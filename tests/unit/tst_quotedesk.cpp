// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/quotejson.h"
#include "core/bus/channels.h"
#include "core/bus/inprocessbus.h"
#include "core/service/quotedesk.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// Quotes, halts and prints between the feed and those who look at them: what is conflated, bounded and counted.
class QuoteDeskTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_open = at("2025-03-10 10:00");
    SymbolTable m_symbols;
    SymbolId m_aapl, m_msft;
    InProcessBus m_readers;
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    std::unique_ptr<QuoteHandover> m_input;
    std::unique_ptr<QuoteBoard> m_board;
    std::unique_ptr<QuoteDesk> m_desk;
    std::vector<BusMessage> m_told;
    std::unique_ptr<MessageBus::Subscription> m_listening;

    TopOfBook quote(SymbolId symbol, int second, double bid, std::int64_t sequence = 0) const
    {
        TopOfBook made;
        made.symbol = symbol;
        made.bid = bid;
        made.ask = bid + 0.01;
        made.time = m_open + OneSecond * second;
        made.sequence = sequence;
        return made;
    }
    PriceBand band(int second, int indicator) const
    {
        PriceBand made;
        made.symbol = m_aapl;
        made.low = 9;
        made.high = 11;
        made.time = m_open + OneSecond * second;
        made.indicators[0] = indicator;
        made.indicatorCount = 1;
        return made;
    }
    void post(const std::vector<TopOfBook> &quotes, const std::vector<PriceBand> &bands = {})
    {
        m_input->post({{1}, quotes, bands});
    }
    void print(SymbolId symbol, int count)
    {
        for (int i = 0; i < count; ++i)
            m_board->take(trade(symbol, m_open + Milliseconds(i), 10, i), {1});
    }
    std::vector<QJsonObject> toldOn(const QByteArray &channel)
    {
        QCoreApplication::processEvents();
        std::vector<QJsonObject> told;
        for (const BusMessage &message : m_told) {
            if (message.channel == channel)
                told.push_back(QJsonDocument::fromJson(message.payload).object());
        }
        return told;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_aapl = *m_symbols.intern(std::string_view("AAPL"));
        m_msft = *m_symbols.intern(std::string_view("MSFT"));
    }
    void init()
    {
        (void)m_mailbox.takeAll();
        m_told.clear();
        m_input = std::make_unique<QuoteHandover>();
        m_board = std::make_unique<QuoteBoard>();
        m_desk = std::make_unique<QuoteDesk>(QuoteDesk::Parts{*m_input, *m_board, m_symbols, m_mailbox, m_readers,
                                                              m_health, [this] { return m_open + OneMinute; }});
        m_listening = m_readers.subscribe("*", this, [this](const BusMessage &message) { m_told.push_back(message); });
        m_desk->passTime(); // sees that somebody listens
    }
    void cleanup()
    {
        m_desk.reset();
        m_listening.reset();
    }

    void onlyTheNewestQuoteOfASymbolWaits()
    {
        int woken = 0;
        m_input->setWake([&] { ++woken; });
        post({quote(m_aapl, 0, 10), quote(m_aapl, 1, 11), quote(m_msft, 0, 20)});
        post({quote(m_aapl, 0, 12)}); // older
        post({quote(m_aapl, 1, 13, 5)});
        QCOMPARE(woken, 1);
        const QuoteHandover::Taken taken = m_input->takeAll();
        QCOMPARE(taken.quotes.size(), 2u);
        QCOMPARE(taken.quotes[0].bid, 13);
        QCOMPARE(taken.quotes[1].bid, 20);
        post({quote(m_aapl, 2, 14)});
        QCOMPARE(woken, 2);
        const QuoteHandover::Counts counts = m_input->counts();
        QCOMPARE(counts.quotes, quint64(6));
        QCOMPARE(counts.conflated, quint64(2));
        QCOMPARE(counts.outdated, quint64(1));
    }

    void bandsAreBoundedAndKeepTheirOrder()
    {
        std::vector<PriceBand> bands;
        for (int i = 0; i < int(QuoteHandover::MostBands) + 3; ++i)
            bands.push_back(band(i, 21));
        post({}, bands);
        QCOMPARE(m_input->counts().droppedBands, quint64(3));
        const auto taken = m_input->takeAll();
        QCOMPARE(taken.bands.size(), QuoteHandover::MostBands);
        QCOMPARE(taken.bands.front().time, m_open + OneSecond * 3);
    }

    void theScreenGetsTheNewest()
    {
        post({quote(m_aapl, 0, 10)});
        m_desk->drain();
        post({quote(m_aapl, 1, 11)});
        m_desk->drain();
        post({quote(m_aapl, 0, 12)}); // late
        m_desk->drain();
        const MarketUpdate update = m_mailbox.takeAll();
        QCOMPARE(update.tops.size(), 1u);
        QCOMPARE(update.tops[0].bid, 11);
        m_desk->passTime();
        const QuoteHealth health = m_health.snapshot().quotes;
        QCOMPARE(health.quotes, quint64(3));
        QVERIFY(health.conflatedScreen >= 1);
        QVERIFY(health.outdated >= 1);
        QCOMPARE(health.quoted, 1);
        QCOMPARE(m_desk->lines({m_aapl, m_msft}).size(), 2u);
        QCOMPARE(m_desk->lines({}).size(), 1u);
        QVERIFY(!m_desk->lines({m_msft})[0].quote.time.isValid());
    }

    void readersGetEachSymbolOnceATurn()
    {
        post({quote(m_aapl, 0, 10), quote(m_msft, 0, 20)});
        m_desk->drain();
        post({quote(m_aapl, 1, 11)});
        m_desk->drain();
        QVERIFY(toldOn(QuoteChannel).empty());
        m_desk->passTime();
        const std::vector<QJsonObject> told = toldOn(QuoteChannel);
        QCOMPARE(told.size(), 2u);
        QCOMPARE(told[0][u"symbol"].toString(), QStringLiteral("AAPL"));
        QCOMPARE(told[0][u"bid"].toDouble(), 11);
        QCOMPARE(told[0][u"age_ms"].toDouble(), 59'000); // by market time
        QCOMPARE(m_health.snapshot().quotes.conflatedReaders, quint64(1));
        m_desk->passTime();
        QCOMPARE(toldOn(QuoteChannel).size(), 2u); // nothing new
    }

    void whatReadersGetIsWhatTheInterfaceAnswers()
    {
        TopOfBook top = quote(m_aapl, 7, 0.0001, 9'007'199'254'740'991);
        top.ask = NoValue;
        const Timestamp now = m_open + OneMinute;
        const auto object = [](const QByteArray &text) { return QJsonDocument::fromJson(text).object(); };
        QCOMPARE(object(api::quoteText(top, m_symbols, now)), api::quoteJson(top, m_symbols, now));
        QVERIFY(api::quoteJson(top, m_symbols, now)[u"ask"].isNull());
        top.time = {};
        QCOMPARE(object(api::quoteText(top, m_symbols, now)), api::quoteJson(top, m_symbols, now));
        const Print print{m_msft, m_open, 123'456.7801, 0.125, false, 9'007'199'254'740'991};
        QCOMPARE(object(api::printText(print, m_symbols)), api::printJson(print, m_symbols));
    }

    void aHaltIsAnEventOfItsOwn()
    {
        QSignalSpy changed(m_desk.get(), &QuoteDesk::tradingChanged);
        post({}, {band(0, 17)});
        m_desk->drain();
        QCOMPARE(changed.size(), 1);
        const auto changes = changed[0][0].value<std::vector<TradingChange>>();
        QCOMPARE(changes.size(), 1u);
        QCOMPARE(changes[0].state, TradingState::Halted);
        const MarketUpdate update = m_mailbox.takeAll();
        QCOMPARE(update.halts.size(), 1u);
        m_desk->passTime();
        const std::vector<QJsonObject> told = toldOn(HaltChannel);
        QCOMPARE(told.size(), 1u);
        QCOMPARE(told[0][u"state"].toString(), QStringLiteral("halted"));
        QCOMPARE(told[0][u"inferred"].toBool(true), false);
        QCOMPARE(told[0][u"evidence"].toString(), QStringLiteral("luld_indicator"));
        QCOMPARE(told[0][u"high"].toDouble(), 11);
        QCOMPARE(m_health.snapshot().quotes.halted, 1);
        QCOMPARE(m_health.snapshot().quotes.changes, quint64(1));
        QCOMPARE(m_desk->halts().size(), 1u);
    }

    void theListOfHaltsIsBounded()
    {
        for (int i = 0; i < int(QuoteDesk::KeptHalts) + 10; ++i) {
            post({}, {band(i, i % 2 ? 18 : 17)});
            m_desk->drain();
        }
        QCOMPARE(m_desk->halts().size(), QuoteDesk::KeptHalts);
        QCOMPARE(m_desk->halts().back().at, m_open + OneSecond * (int(QuoteDesk::KeptHalts) + 9));
    }

    void printsAreOfWhatIsVisible()
    {
        m_board->prints().follow({m_aapl});
        print(m_aapl, 3);
        print(m_msft, 5);
        m_board->take(second(m_aapl, m_open, 1, 1, 1, 1, 1), {1}); // no trade
        m_desk->passTime();
        QCOMPARE(m_mailbox.takeAll().prints.size(), 3u);
        QCOMPARE(toldOn(PrintChannel).size(), 3u);
        QCOMPARE(m_board->prints().newest(m_aapl, 2).size(), 2u);
        QCOMPARE(m_board->prints().newest(m_aapl, 2)[1].size, 2); // the newest last
        QVERIFY(m_board->prints().newest(m_msft, 10).empty());
        m_board->prints().follow({m_msft});
        print(m_aapl, 1);
        print(m_msft, 1);
        m_desk->passTime();
        const MarketUpdate update = m_mailbox.takeAll();
        QCOMPARE(update.prints.size(), 1u);
        QCOMPARE(update.prints[0].symbol, m_msft);
    }

    void theTapeIsBounded()
    {
        m_board->prints().followAll();
        print(m_msft, 5);
        print(m_aapl, int(PrintTape::Kept) + 7);
        QVERIFY(m_board->prints().newest(m_msft, 10).empty()); // pushed out
        const auto prints = m_board->prints().newest(m_aapl, 100'000);
        QCOMPARE(prints.size(), PrintTape::Kept);
        QCOMPARE(prints.front().size, 7);
        QCOMPARE(prints.back().size, double(PrintTape::Kept) + 6);
        m_desk->passTime();
        QCOMPARE(m_mailbox.takeAll().prints.size(), PrintTape::Kept);
        QCOMPARE(m_health.snapshot().quotes.missedPrints, quint64(12));
        QCOMPARE(m_health.snapshot().quotes.prints, quint64(PrintTape::Kept + 12));
    }

    void whatTheScreenDoesNotTakeIsBounded()
    {
        MarketUpdate many;
        many.halts.resize(MarketMailbox::MaxHalts + 2);
        many.prints.resize(PrintTape::Kept);
        m_mailbox.post(many);
        m_mailbox.post(many);
        const MarketUpdate taken = m_mailbox.takeAll();
        QCOMPARE(taken.halts.size(), MarketMailbox::MaxHalts);
        QCOMPARE(taken.prints.size(), PrintTape::Kept);
        QCOMPARE(taken.lostHalts, quint64(MarketMailbox::MaxHalts + 4));
        QCOMPARE(taken.lostPrints, quint64(PrintTape::Kept));
    }
};

QTEST_GUILESS_MAIN(QuoteDeskTest)
#include "tst_quotedesk.moc"
