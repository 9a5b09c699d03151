// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/feedcontroller.h"
#include "core/service/scancontroller.h"
#include "core/service/subscriptionlist.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// The feed's owner, alone, on a simulated server; and how a scan worker shares symbols out.
class FeedControllerTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    ServiceOptions m_options;
    SymbolTable m_symbols;
    HealthBoard m_health;
    BoundedQueue<TickBatchPtr> m_ticks{100'000};
    QuoteHandover m_quotes;
    std::unique_ptr<SimulatorThread> m_sim;

    static QStringList list(const char *names) { return QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts); }
    static ConnectionSet oneConnection()
    {
        ConnectionSet set;
        set.connections.push_back({{1}, QStringLiteral("primary"), 1, {}});
        return set;
    }

private Q_SLOTS:
    void init()
    {
        simulator::SimulatorOptions options;
        options.feed.keys = {QStringLiteral("k")};
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "MSFT", "SPY"}, "2025-03-10 09:30"), options);
        m_options = {};
        m_options.settings.apiKey = QStringLiteral("k");
        m_options.settings.webSocketUrl = m_sim->feedUrl();
    }

    void carriesWhatIsPreparedAndNothingElse()
    {
        SubscriptionList subscriptions;
        FeedController feed(m_options, m_symbols, subscriptions);
        feed.start(m_ticks, m_quotes, m_health);
        subscriptions.begin(list("AAPL MSFT SPY"));
        subscriptions.setPrepared(list("AAPL"));
        feed.open(oneConnection(), nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(feed.askTickers({1}), std::optional(list("AAPL")), Patience);
        subscriptions.setPrepared(list("MSFT"));
        QTRY_COMPARE_WITH_TIMEOUT(feed.askTickers({1}), std::optional(list("AAPL MSFT")), Patience);
        subscriptions.remove(list("AAPL"));
        QTRY_COMPARE_WITH_TIMEOUT(feed.askTickers({1}), std::optional(list("MSFT")), Patience);
    }

    void aConnectionIsTestedBeforeThereIsAFeed()
    {
        SubscriptionList subscriptions;
        FeedController feed(m_options, m_symbols, subscriptions);
        feed.start(m_ticks, m_quotes, m_health);
        QSignalSpy tested(&feed, &ConnectionControl::connectionTested);
        ConnectionTestRequest request;
        request.url = m_sim->feedUrl();
        request.key = QStringLiteral("k");
        request.channels = list("A");
        feed.testConnection({1}, request);
        QTRY_VERIFY_WITH_TIMEOUT(!tested.isEmpty() && tested.last()[1].value<ConnectionTestResult>().isLast, Patience);
        QVERIFY(tested.last()[1].value<ConnectionTestResult>().outcome != TestOutcome::Failed);
        QCOMPARE(feed.askPlan(false).has_value(), false); // there is nothing to plan for
    }

    void saysThatThereIsNoKey()
    {
        m_options.settings.apiKey.clear();
        SubscriptionList subscriptions;
        FeedController feed(m_options, m_symbols, subscriptions);
        QSignalSpy noticed(&feed, &FeedController::noticed);
        feed.start(m_ticks, m_quotes, m_health);
        feed.open(oneConnection(), nullptr);
        QCOMPARE(noticed.size(), 1);
        QVERIFY(noticed[0][0].value<ServiceNotice>().kind == ServiceNotice::Kind::NoKey);
        QVERIFY(!feed.isOpened());
    }

    void asksNobodyAfterTheEnd()
    {
        SubscriptionList subscriptions;
        FeedController feed(m_options, m_symbols, subscriptions);
        feed.start(m_ticks, m_quotes, m_health);
        feed.stop();
        QCOMPARE(feed.askTickers({1}).has_value(), false);
        feed.control({1}, ConnectionAction::Pause);
        subscriptions.begin(list("AAPL"));
        subscriptions.setPrepared(list("AAPL"));
    }

    void aWorkerFollowsTheSymbolsOfItsStreams()
    {
        m_options.role = ServiceRole::Scan;
        m_options.settings.streamShards = 2;
        SubscriptionList subscriptions;
        ScanController scan(m_options, subscriptions);
        subscriptions.begin({});
        scan.setPresence(R"({"origin":"o","symbols":["AAPL","MSFT","SPY","QQQ","TSLA"]})");
        QVERIFY(subscriptions.symbols().isEmpty()); // no stream is ours yet
        scan.setShards({0});
        const QStringList first = subscriptions.symbols();
        scan.setShards({1});
        const QStringList second = subscriptions.symbols();
        QCOMPARE(first.size() + second.size(), 5); // each symbol in exactly one stream
        for (const QString &symbol : first)
            QVERIFY(!second.contains(symbol));
        scan.setShards({0, 1});
        QCOMPARE(subscriptions.symbols().size(), 5);
        scan.setPresence({}); // unknown is not "none"
        QCOMPARE(subscriptions.symbols().size(), 5);
        scan.setShards({});
        QVERIFY(subscriptions.symbols().isEmpty());
    }
};

QTEST_GUILESS_MAIN(FeedControllerTest)
#include "tst_feedcontroller.moc"
