// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/relay/redisfeed.h"
#include "core/relay/tickforwarder.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// The market as another program sends it, over a bus that the test holds in its hands.
class RedisFeedTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<InProcessBus> m_bus;
    std::unique_ptr<SymbolTable> m_symbols;
    std::unique_ptr<RedisFeed> m_feed;
    std::unique_ptr<TickForwarder> m_sender;
    std::vector<Tick> m_ticks;
    std::vector<Loss> m_lost;
    int m_confirmed = 0;
    const Timestamp m_open = at("2025-03-10 09:30");
    const QString m_aapl = QStringLiteral("AAPL"), m_msft = QStringLiteral("MSFT");

    static std::unique_ptr<TickForwarder> sender(const char *channels = "A,AM")
    {
        return std::make_unique<TickForwarder>("ticks", QString::fromLatin1(channels).split(u','),
                                               QStringLiteral("massive"));
    }
    BusMessage message(const QString &symbol, int secondOfSession)
    {
        return m_sender->message(second({0}, m_open + OneSecond * secondOfSession, 1, 2, 1, 2, 5), symbol, {1}, 0);
    }
    /// The messages, then what has been gathered of them.
    static void pass()
    {
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    }
    void send(const BusMessage &sent)
    {
        m_bus->publish({sent});
        pass();
    }

private Q_SLOTS:
    void init()
    {
        m_bus = std::make_unique<InProcessBus>();
        m_symbols = std::make_unique<SymbolTable>();
        m_sender = sender();
        m_feed = std::make_unique<RedisFeed>("ticks", RedisFeed::Options(), *m_bus, *m_symbols);
        m_ticks.clear();
        m_lost.clear();
        m_confirmed = 0;
        connect(m_feed.get(), &MarketFeed::ticks, this, [this](const TickBatchPtr &batch) {
            m_ticks.insert(m_ticks.end(), batch->ticks.begin(), batch->ticks.end());
        });
        connect(m_feed.get(), &MarketFeed::lost, this, [this](const Loss &loss) { m_lost.push_back(loss); });
        connect(m_feed.get(), &MarketFeed::confirmed, this,
                [this](const std::vector<SymbolId> &symbols) { m_confirmed += static_cast<int>(symbols.size()); });
        m_feed->subscribe({m_aapl, m_msft});
        m_feed->open();
        m_feed->setListening(true, {});
    }

    void takesWhatIsWanted()
    {
        QCOMPARE(m_confirmed, 2);
        send(message(m_aapl, 0));
        send(message(QStringLiteral("NVDA"), 0));
        QCOMPARE(m_ticks.size(), 1u);
        QCOMPARE(m_ticks[0].start, m_open);
        QCOMPARE(m_ticks[0].end, m_open + OneSecond);
        QCOMPARE(m_feed->health().front().status, ConnectionStatus::Live);
        QVERIFY(m_lost.empty());
    }

    /// A desktop behind another program shows the day's volume, too.
    void theDaysVolumeArrivesWithTheTicks()
    {
        Tick tick = second({0}, m_open, 1, 2, 1, 2, 5);
        tick.dayVolume = 1'000;
        send(m_sender->message(tick, m_aapl, {1}, 0));
        const Bar minute = bar(m_open, 1, 4, 0.5, 3, 77);
        m_bus->publish({{"tickstock_data", minuteJson(minute, m_aapl), 0, 0}}); // knows none
        pass();
        QCOMPARE(m_ticks.size(), 2u);
        BarBook book;
        for (const Tick &taken : m_ticks)
            book.apply(taken, m_open + OneMinute);
        QCOMPARE(book.quote(m_ticks[0].symbol)->dayVolume, 1'000.0);
        QCOMPARE(book.quote(m_ticks[0].symbol)->last, 3.0);
    }

    void aMissingNumberIsAHoleOfAllSymbols()
    {
        send(message(m_aapl, 0));
        (void)message(m_msft, 1); // never arrives
        m_confirmed = 0;
        send(message(m_aapl, 2));
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].symbols.size(), 2u);
        QCOMPARE(m_lost[0].since, m_open + OneSecond);
        QCOMPARE(m_confirmed, 2);
        QCOMPARE(m_ticks.size(), 2u);
    }

    void manyHolesAreToldTogether()
    {
        send(message(m_aapl, 0));
        for (int i = 1; i < 50; ++i) {
            (void)message(m_msft, i);
            send(message(m_aapl, i));
        }
        QCOMPARE(m_lost.size(), 1u); // the others a little later
        QCOMPARE(m_ticks.size(), 50u);
    }

    void whatComesTwiceIsTakenOnce()
    {
        const BusMessage first = message(m_aapl, 0), next = message(m_aapl, 1);
        send(first);
        send(next);
        send(first);
        send(next);
        QCOMPARE(m_ticks.size(), 2u);
        QVERIFY(m_lost.empty());
    }

    void anotherRunOfTheSenderIsAHoleOnce()
    {
        send(message(m_aapl, 0));
        auto first = std::exchange(m_sender, sender());
        send(message(m_aapl, 5));
        QCOMPARE(m_lost.size(), 1u);
        m_sender = std::move(first); // two at a time are no holes at all
        send(message(m_aapl, 6));
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_ticks.size(), 3u);
    }

    void aLostBusIsALoss()
    {
        send(message(m_aapl, 0));
        m_feed->setListening(false, QStringLiteral("gone"));
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_feed->health().front().status, ConnectionStatus::Reconnecting);
        m_confirmed = 0;
        m_feed->setListening(true, {});
        QCOMPARE(m_confirmed, 2);
    }

    void minutesAreThoseOfTheSender()
    {
        Bar minute = bar(m_open, 1, 4, 0.5, 3, 77);
        m_bus->publish({{"tickstock_data", minuteJson(minute, m_aapl), 0, 0}, {"tickstock_data", "nonsense", 0, 0}});
        pass();
        QCOMPARE(m_ticks.size(), 1u);
        QCOMPARE(m_ticks[0].kind, TickKind::MinuteBar);
        QCOMPARE(m_ticks[0].end, m_open + OneMinute);
        QCOMPARE(m_ticks[0].volume, 77.0);
        QCOMPARE(m_feed->health().front().errors, 1u);
    }

    void minutesAndTradesKeepTheirMeaning()
    {
        m_sender = sender("AM");
        Tick minute = second({0}, m_open, 1, 2, 1, 2, 5);
        minute.kind = TickKind::MinuteBar;
        minute.end = m_open + OneMinute;
        QVERIFY(m_sender->forwards(TickKind::MinuteBar));
        send(m_sender->message(minute, m_aapl, {1}, 0));
        QCOMPARE(m_ticks.back().kind, TickKind::MinuteBar);
        QCOMPARE(m_ticks.back().end, m_open + OneMinute);
        m_sender = sender("T");
        Tick trade = second({0}, m_open, 2, 2, 2, 2, 5);
        trade.kind = TickKind::Trade;
        trade.updatesHighLow = trade.updatesLast = false;
        send(m_sender->message(trade, m_aapl, {1}, 0));
        QCOMPARE(m_ticks.back().kind, TickKind::Trade);
        QVERIFY(!m_ticks.back().updatesHighLow && !m_ticks.back().updatesLast && m_ticks.back().updatesVolume);
    }

    void whatTheSenderDoesNotCarryIsNamed()
    {
        QSignalSpy missing(m_feed.get(), &RedisFeed::notCarried);
        m_feed->setPresence(RedisFeed::presenceJson(QStringLiteral("x"), {m_aapl}));
        QCOMPARE(missing.count(), 1);
        QCOMPARE(missing[0][0].toStringList(), QStringList{m_msft});
        QCOMPARE(m_feed->health().front().refusedPairs, 1);
        QCOMPARE(m_feed->health().front().tickers, 1);
        send(message(m_aapl, 0));
        m_feed->setListening(false, QStringLiteral("gone"));
        QCOMPARE(m_lost.back().symbols.size(), 1u); // what never came leaves no hole that would stay open
        m_feed->setListening(true, {});
        m_confirmed = 0;
        m_feed->setPresence(RedisFeed::presenceJson(QStringLiteral("x"), {m_aapl, m_msft}));
        QCOMPARE(missing.count(), 2);
        QVERIFY(missing[1][0].toStringList().isEmpty());
        QCOMPARE(m_confirmed, 1);
    }
};

QTEST_GUILESS_MAIN(RedisFeedTest)
#include "tst_redisfeed.moc"
