// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/relay/tickforwarder.h"
#include "core/scan/shardfeed.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// The market of a scan worker, as its streams bring it.
class ShardFeedTest final : public test::Test
{
    Q_OBJECT

private:
    InProcessBus m_bus;
    SymbolTable m_symbols;
    std::unique_ptr<ShardFeed> m_feed;
    std::unique_ptr<TickForwarder> m_sender;
    std::vector<TickBatchPtr> m_batches;
    std::vector<Loss> m_lost;
    int m_confirmed = 0;
    const Timestamp m_open = at("2025-03-10 09:30");
    const QString m_aapl = QStringLiteral("AAPL"), m_msft = QStringLiteral("MSFT");

    QByteArray tick(const QString &symbol, int secondOfSession)
    {
        const Tick made = second({0}, m_open + OneSecond * secondOfSession, 1, 2, 1, 2, 5);
        return m_sender->message(made, symbol, {1}, 0).payload;
    }

private Q_SLOTS:
    void init()
    {
        m_sender =
            std::make_unique<TickForwarder>("ticks", QStringList{QStringLiteral("A")}, QStringLiteral("massive"));
        m_feed = std::make_unique<ShardFeed>(ShardFeed::Options(), m_bus, m_symbols);
        m_batches.clear();
        m_lost.clear();
        m_confirmed = 0;
        connect(m_feed.get(), &MarketFeed::ticks, this,
                [this](const TickBatchPtr &batch) { m_batches.push_back(batch); });
        connect(m_feed.get(), &MarketFeed::lost, this, [this](const Loss &loss) { m_lost.push_back(loss); });
        connect(m_feed.get(), &MarketFeed::confirmed, this,
                [this](const std::vector<SymbolId> &symbols) { m_confirmed += static_cast<int>(symbols.size()); });
        m_feed->subscribe({m_aapl, m_msft});
        m_feed->open();
        m_feed->setListening(true, {});
    }

    void ticksOfTheStreamsAreOneBatch()
    {
        QCOMPARE(m_confirmed, 2);
        m_feed->receive({tick(m_aapl, 0), "nonsense", tick(QStringLiteral("NVDA"), 0), tick(m_msft, 1)});
        QCoreApplication::processEvents();
        QCOMPARE(m_batches.size(), 1u);
        QCOMPARE(m_batches[0]->ticks.size(), 2u);
        QCOMPARE(m_batches[0]->ticks[1].symbol, *m_symbols.find(m_msft));
        QCOMPARE(m_batches[0]->ticks[1].start, m_open + OneSecond);
        QCOMPARE(m_feed->health().front().status, ConnectionStatus::Live);
        QCOMPARE(m_feed->health().front().errors, 1u);
    }

    /// The other workers have what lies between; and a stream that is taken over begins with what is pending.
    void numbersTellNothing()
    {
        const QByteArray first = tick(m_aapl, 0);
        (void)tick(m_msft, 0);
        m_feed->receive({first, tick(m_aapl, 1), first});
        QCoreApplication::processEvents();
        QVERIFY(m_lost.empty());
        QCOMPARE(m_batches[0]->ticks.size(), 3u); // the bar book knows what comes twice
    }

    void aTrimmedStreamIsAHole()
    {
        m_feed->receive({tick(m_aapl, 0)});
        m_confirmed = 0;
        m_feed->noteMissed();
        QCOMPARE(m_batches.size(), 1u); // what came before the hole does not wait
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].since, m_open + OneSecond);
        QCOMPARE(m_lost[0].symbols.size(), 2u);
        QCOMPARE(m_confirmed, 2);
    }

    void minutesComeByTheBus()
    {
        m_bus.publish({{"tickstock_data", minuteJson(bar(m_open, 1, 4, 0.5, 3, 77), m_aapl), 0, 0}});
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        QCOMPARE(m_batches.size(), 1u);
        QCOMPARE(m_batches[0]->ticks[0].kind, TickKind::MinuteBar);
    }

    void aClosedFeedTakesNothing()
    {
        m_feed->close();
        m_feed->receive({tick(m_aapl, 0)});
        QCoreApplication::processEvents();
        QVERIFY(m_batches.empty());
    }

    void whatIsNotCarriedIsNamed()
    {
        QSignalSpy missing(m_feed.get(), &ShardFeed::notCarried);
        m_feed->setPresence(RelayedFeed::presenceJson(QStringLiteral("x"), {m_aapl}));
        QCOMPARE(missing.count(), 1);
        QCOMPARE(missing[0][0].toStringList(), QStringList{m_msft});
    }
};

QTEST_GUILESS_MAIN(ShardFeedTest)
#include "tst_shardfeed.moc"
