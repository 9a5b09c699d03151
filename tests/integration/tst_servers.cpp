// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"
#include "core/storage/postgresstorage.h"
#include "tests/support/postgresserver.h"
#include "tests/support/redisserver.h"
#include "tests/support/simulatedservice.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QTest>

#include <set>

using namespace tickstock;
using namespace tickstock::test;

/// tickstockd as a process between a simulated feed, a real Redis and a real PostgreSQL, which are killed and frozen
/// while the market goes on. In the end all three must know the same.
class ServersTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 120'000;
    static constexpr int Shards = 3;
    using Seconds = std::set<std::pair<QString, std::int64_t>>; // symbol and start
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<PostgresServer> m_postgres;
    std::unique_ptr<SimulatedService> m_world;
    QStringList m_symbols;

    SimulatedService::Environment settings() const
    {
        return {{QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), m_symbols.join(u',')},
                {QStringLiteral("REDIS_URL"), m_redis->url().toString()},
                {QStringLiteral("REDIS_STREAM_SHARDS"), QString::number(Shards)},
                {QStringLiteral("DATABASE_URL"), QString::fromUtf8(m_postgres->url().toEncoded())}};
    }
    QJsonObject sink(const char *name) const { return m_world->health()[u"sinks"][QLatin1String(name)].toObject(); }
    bool isState(const char *name, const char *state) const
    {
        return sink(name)[u"state"].toString() == QLatin1String(state);
    }
    int closedMinutes() const { return m_world->health()[u"pipeline"][u"closed_minutes"].toInt(); }
    void goOn(int minutes)
    {
        const int until = closedMinutes() + minutes * static_cast<int>(m_symbols.size());
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= until, Patience);
    }
    bool isSettled() const
    {
        for (const char *name : {"storage", "redis"}) {
            if (!isState(name, "up") || sink(name)[u"backlog"].toInt() != 0)
                return false;
        }
        return m_world->health()[u"repair"][u"waiting"].toInt() == 0;
    }
    /// What the simulator says it has sent: seconds are what its REST side knows of them. It holds the last ones back.
    Seconds sent(std::int64_t from, std::int64_t to) const
    {
        Seconds all;
        for (const QString &symbol : m_symbols) {
            for (const std::int64_t start : m_world->secondsOf(symbol)) {
                if (start >= from && start <= to)
                    all.emplace(symbol, start);
            }
        }
        return all;
    }
    Seconds inStreams()
    {
        Seconds all;
        for (int shard = 0; shard < Shards; ++shard) {
            const QStringList entries =
                m_redis->command({QStringLiteral("XRANGE"), QStringLiteral("tickstock:stream:ticks:%1").arg(shard),
                                  QStringLiteral("-"), QStringLiteral("+")});
            for (const QString &text : entries) {
                if (!text.startsWith(u'{'))
                    continue;
                const QJsonObject tick = QJsonDocument::fromJson(text.toUtf8()).object();
                all.emplace(tick[u"symbol"].toString(), tick[u"timestamp"].toInteger());
            }
        }
        return all;
    }
    Seconds inDatabase()
    {
        Seconds all;
        const QVariantList rows =
            m_postgres->query(QStringLiteral("SELECT DISTINCT symbol, CAST(extract(epoch FROM timestamp) * 1000 AS"
                                             " bigint) FROM ticks WHERE event_type = 'aggregate'"));
        for (qsizetype i = 0; i + 1 < rows.size(); i += 2)
            all.emplace(rows[i].toString(), rows[i + 1].toLongLong());
        return all;
    }
    SimulatedService::Minutes storedMinutes(const QString &symbol) const
    {
        PostgresStorage storage(m_postgres->url());
        SimulatedService::Minutes minutes;
        if (!storage.open())
            return minutes;
        if (const auto bars = storage.minutes(symbol, {0}, {INT64_MAX})) {
            for (const Bar &bar : *bars)
                minutes[bar.start.ms] = {bar.open, bar.high, bar.low, bar.close, bar.volume};
        }
        return minutes;
    }
    static QString unrepaired(const GapHealth &gaps)
    {
        QStringList open;
        for (const Gap &gap : *gaps.list) {
            if (!gap.isRepaired())
                open.append(QStringLiteral("%1 %2 %3-%4").arg(gap.symbol, gap.cause).arg(gap.from.ms).arg(gap.to.ms));
        }
        return open.join(QStringLiteral(", "));
    }
    void compareAll()
    {
        // The figures of the sinks are a second old at most, and one way out may be ahead of the other.
        QTRY_VERIFY_WITH_TIMEOUT(isSettled() && inDatabase().size() == inStreams().size(), Patience);
        const Seconds streams = inStreams(), database = inDatabase();
        QVERIFY(!streams.empty());
        const auto [first, last] = std::minmax_element(
            streams.begin(), streams.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        const Seconds market = sent(first->second, last->second);
        QCOMPARE(streams.size(), market.size());
        QVERIFY(streams == market);
        QCOMPARE(database.size(), market.size());
        QVERIFY(database == market);
        for (const char *name : {"storage", "redis"})
            QCOMPARE(sink(name)[u"dropped"].toInt(), 0);
        for (const QString &symbol : m_symbols) {
            const QString difference = SimulatedService::difference(storedMinutes(symbol), m_world->truth(symbol));
            QVERIFY2(difference.isEmpty(), qPrintable(symbol + u' ' + difference));
        }
    }
    void begin()
    {
        QVERIFY(m_world->startService(settings()));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"total_tickers"].toInt(), static_cast<int>(m_symbols.size()),
                                  Patience);
    }

private Q_SLOTS:
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY2(m_redis->start(), m_redis->output().constData());
        m_postgres = std::make_unique<PostgresServer>();
        QVERIFY2(m_postgres->create(), m_postgres->output().constData());
        m_world = std::make_unique<SimulatedService>(
            QStringList{QStringLiteral("--symbols"), QStringLiteral("20"), QStringLiteral("--speed"),
                        QStringLiteral("20"), QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")});
        m_symbols = m_world->stats()[u"symbols"].toObject().keys();
        QCOMPARE(m_symbols.size(), 20);
    }
    void cleanup()
    {
        if (QTest::currentTestFailed() && m_world && m_world->startedService())
            qWarning().noquote() << m_world->service().errors().right(8'000);
        m_world.reset();
        m_redis.reset();
        m_postgres.reset();
    }

    void whateverHappensToTheServersAllKnowTheSame()
    {
        CHECKED(begin());
        CHECKED(goOn(2));
        m_redis->kill();
        CHECKED(goOn(2));
        QVERIFY(isState("redis", "failing"));
        QVERIFY(sink("redis")[u"spooled"].toInt() > 0);
        QVERIFY(m_redis->start());
        m_postgres->kill();
        CHECKED(goOn(2));
        QVERIFY(isState("storage", "failing"));
        QVERIFY(m_postgres->start());
        CHECKED(goOn(1));
        m_redis->freeze();
        m_postgres->freeze();
        CHECKED(goOn(6)); // longer than the patience with either
        QVERIFY(isState("redis", "failing"));
        m_redis->thaw();
        m_postgres->thaw();
        CHECKED(goOn(2));
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        CHECKED(compareAll());
        QCOMPARE(m_world->stats()[u"connections_accepted"].toInt(), 1); // the feed has not noticed anything
        QCOMPARE(m_world->service().terminate(), 0);
    }

    void whatIsDueSurvivesTheProgram()
    {
        CHECKED(begin());
        CHECKED(goOn(1));
        m_redis->kill();
        m_postgres->kill();
        CHECKED(goOn(2));
        QVERIFY(m_world->control(QStringLiteral("/sim/pause"))); // or the market would go on without us
        QTRY_VERIFY_WITH_TIMEOUT(sink("storage")[u"spooled"].toInt() > 0 && sink("redis")[u"spooled"].toInt() > 0,
                                 Patience);
        QCOMPARE(m_world->service().terminate(), 0);
        QVERIFY(m_world->startService(settings())); // both are away still: the feed runs all the same
        QVERIFY(m_redis->start());
        QVERIFY(m_postgres->start());
        QVERIFY(m_world->control(QStringLiteral("/sim/resume")));
        CHECKED(goOn(2));
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        CHECKED(compareAll());
        QCOMPARE(m_world->service().terminate(), 0);
    }

    void withTheStoreAwayChartsComeFromRest()
    {
        m_postgres->stop();
        const auto environment = m_world->environment({});
        ServiceOptions options;
        options.settings.apiKey = environment.at(QStringLiteral("MASSIVE_API_KEY"));
        options.settings.webSocketUrl = QUrl(environment.at(QStringLiteral("MASSIVE_WEBSOCKET_URL")));
        options.settings.restUrl = QUrl(environment.at(QStringLiteral("MASSIVE_REST_URL")));
        options.settings.databaseUrl = m_postgres->url();
        options.settings.apiListen.reset();
        options.settings.connections[0].enabled = true;
        options.settings.connections[0].symbols = m_symbols;
        options.databaseFile = m_world->dataDirectory() + QStringLiteral("/desktop.sqlite");
        MarketDataService desktop(std::move(options));
        SymbolHistory last;
        connect(&desktop.interfaces().market, &MarketView::historyLoaded, this,
                [&](const SymbolHistory &history) { last = history; });
        bool isAway = false;
        connect(&desktop, &HealthView::noticed, this, [&](const ServiceNotice &notice) {
            isAway = isAway || notice.kind == ServiceNotice::Kind::StorageAway;
        });
        connect(&desktop, &HealthView::started, this, [&] { desktop.interfaces().market.loadHistory(m_symbols[0]); });
        desktop.start();
        QTRY_VERIFY_WITH_TIMEOUT(last.isComplete, Patience);
        QVERIFY(isAway);
        QVERIFY2(last.minutes.size() > 1'000, qPrintable(last.problem));
        QVERIFY(last.days.size() > 100);
        const std::size_t minutes = last.minutes.size();
        last = {};
        desktop.interfaces().market.loadHistory(m_symbols[0]); // and again: no store remembers what has been fetched
        QTRY_VERIFY_WITH_TIMEOUT(last.isComplete, Patience);
        QVERIFY(last.minutes.size() >= minutes);
    }

    void aDesktopOnRedisShowsTheSameBars()
    {
        CHECKED(begin());
        ServiceOptions options;
        options.settings.tickSource = TickSource::Redis;
        options.settings.redisUrl = m_redis->url();
        options.settings.databaseUrl = m_postgres->url();
        options.settings.useMassiveApi = true;
        options.settings.apiListen.reset();
        options.settings.webSocketUrl = QUrl(QStringLiteral("ws://127.0.0.1:1/")); // must not be needed
        options.settings.connections[0].enabled = true;
        options.settings.connections[0].symbols = m_symbols + QStringList{QStringLiteral("NOTTHERE")};
        options.databaseFile = m_world->dataDirectory() + QStringLiteral("/desktop.sqlite");
        MarketDataService desktop(std::move(options));
        QStringList notices;
        connect(&desktop, &HealthView::noticed, this, [&](const ServiceNotice &notice) {
            if (notice.kind == ServiceNotice::Kind::NotCarried)
                notices.append(notice.detail);
        });
        std::map<QString, SimulatedService::Minutes> shown;
        const auto look = [&] {
            for (const ClosedMinute &minute : desktop.interfaces().market.mailbox().takeAll().closed) {
                const Bar &bar = minute.bar;
                shown[desktop.interfaces().market.symbols().qname(minute.symbol)][bar.start.ms] = {
                    bar.open, bar.high, bar.low, bar.close, bar.volume};
            }
        };
        desktop.start();
        const auto isLive = [&] {
            const auto health = desktop.health();
            return !health.connections.empty() && health.connections[0].status == ConnectionStatus::Live;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(notices, QStringList{QStringLiteral("NOTTHERE")}, Patience);
        CHECKED(goOn(2));
        m_redis->kill(); // a hole for the desktop; the collector sends what is due late, and not to it
        CHECKED(goOn(2));
        QVERIFY(m_redis->start());
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), Patience);
        CHECKED(goOn(3));
        QCOMPARE(m_world->stats()[u"connections_accepted"].toInt(), 1); // one connection for both
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), Patience);
        // Every minute that lies in the database is on this screen, with the same values.
        QString difference;
        const auto areEqual = [&] {
            look();
            for (const QString &symbol : m_symbols) {
                auto stored = storedMinutes(symbol);
                stored.erase(stored.begin(), stored.lower_bound(shown[symbol].begin()->first));
                difference = symbol + u' ' + SimulatedService::difference(shown[symbol], stored);
                if (!SimulatedService::difference(shown[symbol], stored).isEmpty())
                    return false;
            }
            return true;
        };
        look();
        QCOMPARE(shown.size(), static_cast<std::size_t>(m_symbols.size()));
        QTRY_VERIFY2_WITH_TIMEOUT(areEqual(), qPrintable(difference), Patience);
        // It says that there was a hole, and that the database has filled it.
        const auto gaps = [&] { return desktop.health().gaps; };
        QVERIFY(gaps().count[1] > 0);
        QTRY_VERIFY2_WITH_TIMEOUT(unrepaired(gaps()).isEmpty(), qPrintable(unrepaired(gaps())), Patience);
        QCOMPARE(m_world->service().terminate(), 0);
    }
};

QTEST_GUILESS_MAIN(ServersTest)
#include "tst_servers.moc"
