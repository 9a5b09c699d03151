// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingkeys.h"
#include "core/config/settingsdraft.h"
#include "core/config/settingstable.h"
#include "core/config/simulatedsettings.h"
#include "core/config/starteruniverses.h"
#include "core/net/redisurl.h"
#include "core/types/wholefile.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tickstock;

class SettingsTest final : public test::Test
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    static SettingTexts texts(std::initializer_list<std::pair<const char *, const char *>> values)
    {
        SettingTexts made;
        for (const auto &[key, value] : values)
            made.values[QString::fromLatin1(key)] = {QString::fromLatin1(value), QStringLiteral(".env:1")};
        return made;
    }
    QString write(const char *name, const QByteArray &content) const
    {
        const QString path = m_directory.filePath(QString::fromLatin1(name));
        QFile file(path);
        [[maybe_unused]] const bool opened = file.open(QIODevice::WriteOnly);
        file.write(content);
        return path;
    }

private Q_SLOTS:
    void hasDefaults()
    {
        const auto settings = parseSettings({});
        QVERIFY(settings);
        QCOMPARE(settings->webSocketUrl.toString(), QStringLiteral("wss://socket.massive.com/stocks"));
        QCOMPARE(settings->channels, (QStringList{QStringLiteral("A"), QStringLiteral("AM")}));
        QCOMPARE(settings->connections[0].name, QStringLiteral("primary"));
        QVERIFY(settings->connections[0].enabled && !settings->connections[1].enabled);
        QCOMPARE(settings->apiListen->second, 8787);
        QVERIFY(settings->warnings.isEmpty());
    }

    void namesKeyValueAndWhatIsAccepted_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("accepted");
        const auto row = [](const char *key, const char *value, const char *accepted) {
            QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(value)
                               << QString::fromLatin1(accepted);
        };
        row("USE_MASSIVE_API", "maybe", "true or false");
        row("MASSIVE_WEBSOCKET_URL", "http://x", "wss://");
        row("MASSIVE_REST_URL", "http://example.com", "https://");
        row("MASSIVE_CHANNELS", "A,ZZ", "A, AM, T, Q, LULD");
        row("MARKET_CLOCK", "sun", "auto, wall, feed");
        row("WEBSOCKET_STALL_SECONDS", "soon", "whole number");
        row("WEBSOCKET_CONNECTIONS_MAX", "many", "1 to 3");
        row("WEBSOCKET_CONNECTION_2_SYMBOLS", "AAPL,A B", "symbols");
        row("API_LISTEN", "8787", "127.0.0.1:8787");
        row("TICKS_RETENTION_DAYS", "-1", "whole number");
        row("MASSIVE_CA_FILE", "/nowhere.pem", "PEM");
        row("REDIS_CA_FILE", "/nowhere.pem", "PEM");
    }
    void namesKeyValueAndWhatIsAccepted()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, accepted);
        SettingTexts given;
        given.values[key] = {value, QStringLiteral(".env:7")};
        const auto settings = parseSettings(given);
        QVERIFY(!settings);
        for (const QString &part : {key, value, accepted, QStringLiteral(".env:7")})
            QVERIFY2(settings.error().detail.contains(part), qPrintable(settings.error().detail));
    }

    void whatMakesNoSenseIsSaidAndLeavesOneConnection_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("max") << QStringLiteral("WEBSOCKET_CONNECTIONS_MAX") << QStringLiteral("4");
        QTest::newRow("strategy") << QStringLiteral("WEBSOCKET_ROUTING_STRATEGY") << QStringLiteral("random");
        QTest::newRow("tickers") << QStringLiteral("WEBSOCKET_MAX_TICKERS_PER_CONNECTION") << QStringLiteral("-1");
        QTest::newRow("priority") << QStringLiteral("WEBSOCKET_CONNECTION_2_PRIORITY") << QStringLiteral("0");
    }
    void whatMakesNoSenseIsSaidAndLeavesOneConnection()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        SettingTexts given = texts({{"USE_MULTI_CONNECTION", "true"}});
        given.values[key] = {value, QStringLiteral(".env:7")};
        const auto settings = parseSettings(given);
        QVERIFY(settings);
        QVERIFY(!settings->useMultiConnection && settings->isMultiRefused);
        for (const QString &part : {key, value, QStringLiteral(".env:7")})
            QVERIFY2(settings->warnings.join(u' ').contains(part), qPrintable(settings->warnings.join(u' ')));
    }

    void theTableIsComplete()
    {
        QSet<QString> keys;
        for (const Setting &setting : allSettings()) {
            QVERIFY2(!keys.contains(setting.key), qPrintable(setting.key));
            keys.insert(setting.key);
            QCOMPARE(findSetting(setting.key), &setting);
            // Settings() takes every default; here the reason is named if one is refused.
            Settings settings;
            ConnectionSlot connection;
            if (!setting.defaultText.isEmpty())
                QVERIFY2(!setting.type->read(setting.defaultText, {settings, connection}), qPrintable(setting.key));
        }
        QVERIFY(keys.contains(QStringLiteral("WEBSOCKET_CONNECTION_3_NAME")));
        QVERIFY(!findSetting(QStringLiteral("WEBSOCKET_CONNECTION_n_NAME")));
    }

    void readmeListsTheTable()
    {
        QStringList expected;
        const auto cell = [](QString text) {
            text.replace(u'*', QStringLiteral("\\*")); // a pair of them means italics
            return text.isEmpty() ? text : text + u' ';
        };
        for (const SettingRow &row : settingRows())
            expected.append(QStringLiteral("| %1 | %2| %3|").arg(row.key, cell(row.defaultText), cell(row.meaning)));
        QFile file(QStringLiteral(TICKSTOCK_TEST_DATA "/../../README.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString header = QStringLiteral("| key | default | meaning |\n|---|---|---|\n");
        const QString table =
            QString::fromUtf8(file.readAll()).section(header, 1).section(QStringLiteral("\n\n"), 0, 0);
        QVERIFY2(table == expected.join(u'\n'),
                 qPrintable(QStringLiteral("README must have\n") + expected.join(u'\n')));
    }

    void eachConnectionHasItsDefaults()
    {
        const Settings settings;
        QCOMPARE(settings.connections[2].name, QStringLiteral("tertiary"));
        QCOMPARE(settings.connections[2].priority, 3);
        QCOMPARE(settings.patternChannels.size(), 4);
        const auto second =
            parseSettings(texts({{"WEBSOCKET_CONNECTION_2_ENABLED", "yes"}, {"WEBSOCKET_CONNECTION_2_PRIORITY", "9"}}));
        QVERIFY(second->connections[1].enabled && !second->connections[2].enabled);
        QCOMPARE(second->connections[1].priority, 9);
    }

    void namesAnAuthorityForRedis()
    {
        SettingTexts given;
        given.values[QStringLiteral("REDIS_CA_FILE")] = {QStringLiteral("/nowhere.pem"), QStringLiteral(".env:1")};
        const auto settings = parseSettings(given, FileCheck::Skipped); // the window does not wait for the disk
        QVERIFY(settings);
        QCOMPARE(settings->redisCaFile, QStringLiteral("/nowhere.pem"));
        QVERIFY(SettingsDraft(given).parsed());
        QVERIFY(!parseSettings(given));
    }

    void anOutOfRangeNumberEndsTheProgramWhereNothingCanReplaceIt()
    {
        QVERIFY(!parseSettings(texts({{"MASSIVE_REST_PER_MINUTE", "-1"}})));
        QVERIFY(!parseSettings(texts({{"REDIS_STREAM_SHARDS", "1025"}})));
        const auto noted = parseSettings(texts({{"WEBSOCKET_STALL_SECONDS", "86401"}}));
        QVERIFY(noted);
        QCOMPARE(noted->stallSeconds, 15);
        QVERIFY(!noted->isMultiRefused); // several connections were not asked for
    }

    void aDraftKnowsTheDefaults()
    {
        SettingsDraft draft(texts({{"WEBSOCKET_AUTO_REBALANCE", "off"}, {"WEBSOCKET_FAILOVER_ENABLED", "perhaps"}}));
        QVERIFY(!draft.isOn(QStringLiteral("WEBSOCKET_AUTO_REBALANCE")));
        QVERIFY(draft.isOn(QStringLiteral("WEBSOCKET_FAILOVER_ENABLED")));
        QVERIFY(draft.isOn(QStringLiteral("WEBSOCKET_CONNECTION_1_ENABLED")));
        QVERIFY(!draft.isOn(QStringLiteral("WEBSOCKET_CONNECTION_2_ENABLED")));
        QCOMPARE(draft.textOrDefault(QStringLiteral("WEBSOCKET_STALL_SECONDS")), QStringLiteral("15"));
        draft.set(QStringLiteral("WEBSOCKET_STALL_SECONDS"), QStringLiteral("20"));
        QCOMPARE(draft.textOrDefault(QStringLiteral("WEBSOCKET_STALL_SECONDS")), QStringLiteral("20"));
    }

    void secretsAreNeverShownOrSaved()
    {
        for (const char *key : {"MASSIVE_API_KEY", "API_TOKEN"}) {
            const SettingType &type = *settingOf(QString::fromLatin1(key)).type;
            QVERIFY(type.isSecret());
            QVERIFY(!type.shown(QStringLiteral("hush")).contains(u"hush"));
        }
        const SettingType &feed = *settingOf(QStringLiteral("MASSIVE_WEBSOCKET_URL")).type;
        QCOMPARE(feed.shown(QStringLiteral("wss://me:hush@h/stocks?key=hush")), QStringLiteral("wss://h/stocks"));
        const SettingType &store = *settingOf(QStringLiteral("DATABASE_URL")).type;
        QCOMPARE(store.shown(QStringLiteral("postgresql://me:hush@h/db")), QStringLiteral("postgresql://..."));
        SettingsDraft draft(texts({}));
        draft.set(QStringLiteral("API_TOKEN"), QStringLiteral("hush"));
        draft.set(QStringLiteral("STORE_TICKS"), QStringLiteral("false"));
        const QString path = m_directory.filePath(QStringLiteral("saved/settings.json"));
        QVERIFY(draft.save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray saved = file.readAll();
        QVERIFY(saved.contains("STORE_TICKS") && !saved.contains("hush"));
    }

    void aSimulatedRunTouchesNothingReal()
    {
        const auto run = simulatedSettings(texts({{"MASSIVE_API_KEY", "real"},
                                                  {"USE_MASSIVE_API", "false"},
                                                  {"MARKET_TICK_SOURCE", "redis"},
                                                  {"REDIS_URL", "redis://host"},
                                                  {"DATABASE_URL", "postgresql://host/db"},
                                                  {"MASSIVE_CHANNELS", "T"},
                                                  {"SYMBOL_UNIVERSE_KEY", "sp500:all"},
                                                  {"WEBSOCKET_CONNECTION_2_UNIVERSE_KEY", "etf:core"},
                                                  {"WEBSOCKET_CONNECTION_1_PRIORITY", "7"},
                                                  {"TICKS_RETENTION_DAYS", "2"}}),
                                           {QUrl(QStringLiteral("ws://127.0.0.1:1/stocks")),
                                            QUrl(QStringLiteral("http://127.0.0.1:2")),
                                            QStringLiteral("demo"),
                                            {QStringLiteral("AAPL"), QStringLiteral("SPY")},
                                            QStringLiteral("simulated"),
                                            3});
        QVERIFY2(run, run ? "" : qPrintable(run.error().detail));
        QVERIFY(run->useMassiveApi && run->useMultiConnection);
        QCOMPARE(run->apiKey, QStringLiteral("demo"));
        QCOMPARE(run->tickSource, TickSource::WebSocket);
        QVERIFY(run->redisUrl.isEmpty() && run->databaseUrl.isEmpty() && run->universeKey.isEmpty());
        QCOMPARE(run->webSocketUrl.port(), 1);
        QCOMPARE(run->restUrl.port(), 2);
        QCOMPARE(run->channels.size(), 2);
        QCOMPARE(run->routingStrategy, RoutingStrategy::RoundRobin);
        QCOMPARE(run->connections[0].symbols.size(), 2);
        QCOMPARE(run->connections[0].priority, 1);
        QCOMPARE(run->connections[2].name, QStringLiteral("simulated 3"));
        QVERIFY(run->connections[1].universeKey.isEmpty() && run->connections[2].enabled);
        QCOMPARE(run->ticksRetentionDays, 2); // what has nothing to do with the market stays the user's
    }

    /// What is only warned about elsewhere does not cost the run its connections.
    void aSimulatedRunHasItsConnectionsWhateverElseIsSet()
    {
        const auto run = simulatedSettings(texts({{"WEBSOCKET_CONNECTIONS_MAX", "9"}}),
                                           {QUrl(QStringLiteral("ws://127.0.0.1:1/stocks")),
                                            QUrl(QStringLiteral("http://127.0.0.1:2")),
                                            QStringLiteral("demo"),
                                            {QStringLiteral("AAPL"), QStringLiteral("SPY")},
                                            QStringLiteral("simulated"),
                                            3});
        QVERIFY(run && run->useMultiConnection && !run->isMultiRefused);
        QCOMPARE(run->warnings.size(), 1);
    }

    void readsTheWholeRouting()
    {
        const auto settings = parseSettings(texts({{"USE_MULTI_CONNECTION", "true"},
                                                   {"WEBSOCKET_ROUTING_STRATEGY", "Load-Balanced"},
                                                   {"WEBSOCKET_PRIORITY_TIERS", "sp500:all,AAPL; MSFT"},
                                                   {"WEBSOCKET_CRITICAL_SYMBOLS", "SPY, QQQ"},
                                                   {"WEBSOCKET_AUTO_REBALANCE", "no"},
                                                   {"WEBSOCKET_FAILOVER_ENABLED", "off"},
                                                   {"WEBSOCKET_MAX_TICKERS_PER_CONNECTION", "200"}}));
        QVERIFY(settings && settings->useMultiConnection);
        QCOMPARE(settings->routingStrategy, RoutingStrategy::LoadBalanced);
        QCOMPARE(settings->priorityTiers.size(), 2u);
        QCOMPARE(settings->priorityTiers[0], (QStringList{QStringLiteral("sp500:all"), QStringLiteral("AAPL")}));
        QCOMPARE(settings->criticalSymbols.size(), 2);
        QVERIFY(!settings->autoRebalance && !settings->failover);
        QCOMPARE(settings->maxTickersPerConnection, 200);
    }

    void neverSendsTheKeyInTheClear()
    {
        QVERIFY(parseSettings(texts({{"MASSIVE_WEBSOCKET_URL", "ws://127.0.0.1:8765/stocks"}})));
        QVERIFY(!parseSettings(texts({{"MASSIVE_WEBSOCKET_URL", "ws://socket.massive.com/stocks"}})));
    }

    void doesNotShowPasswords()
    {
        for (const char *key : {"DATABASE_URL", "REDIS_URL"}) {
            const auto settings = parseSettings(texts({{key, "mysql://me:secret@host/db"}}));
            QVERIFY(!settings);
            QVERIFY(!settings.error().detail.contains(u"secret"));
        }
    }

    void readsServers()
    {
        const auto settings = parseSettings(texts({{"DATABASE_URL", "postgresql://me:secret@host:5433/db"},
                                                   {"REDIS_URL", "redis://:secret@host/2"},
                                                   {"REDIS_STREAM_SHARDS", "4"},
                                                   {"MARKET_TICK_SOURCE", "redis"}}));
        QVERIFY(settings);
        QCOMPARE(settings->databaseUrl.port(), 5433);
        QCOMPARE(settings->streamShards, 4);
        QCOMPARE(settings->tickSource, TickSource::Redis);
        QVERIFY(!parseSettings(texts({{"DATABASE_URL", "postgresql://host"}})));
        QVERIFY(!parseSettings(texts({{"REDIS_URL", "redis://host/two"}})));
        QVERIFY(!parseSettings(texts({{"MARKET_TICK_SOURCE", "redis"}}))); // from which?
        const auto encrypted = parseSettings(texts({{"REDIS_URL", "rediss://host"}}));
        QCOMPARE(bool(encrypted), canEncryptRedis());
        if (!encrypted)
            QVERIFY(encrypted.error().detail.contains(u"hiredis"));
    }

    void takesRedisAddressesApart()
    {
        const auto address = redisAddress(QUrl(QStringLiteral("redis://me:p%40ss@h:7000/3")));
        QVERIFY(address);
        QCOMPARE(address->user, QStringLiteral("me"));
        QCOMPARE(address->password, QStringLiteral("p@ss"));
        QCOMPARE(address->database, 3);
        QCOMPARE(address->shown(), QStringLiteral("redis://h:7000/3"));
    }

    void wantsATokenBeyondLoopback()
    {
        QVERIFY(!parseSettings(texts({{"API_LISTEN", "0.0.0.0:8787"}})));
        QVERIFY(parseSettings(texts({{"API_LISTEN", "0.0.0.0:8787"}, {"API_TOKEN", "x"}})));
        QVERIFY(!parseSettings(texts({{"API_LISTEN", "off"}}))->apiListen);
    }

    void readsEnvFiles()
    {
        const QString path =
            write("a.env", "# comment\nexport MASSIVE_API_KEY='k e y' # not part\nMARKET_CLOCK=feed # why\n"
                           "PATH_OF_ANOTHER=1\nMASSIVE_API_KEYS=x\nrubbish with secret\n\n");
        const SettingTexts read = readEnvFile(path);
        QCOMPARE(read.values.at(QStringLiteral("MASSIVE_API_KEY")).text, QStringLiteral("k e y"));
        QCOMPARE(read.values.at(QStringLiteral("MARKET_CLOCK")).text, QStringLiteral("feed"));
        QCOMPARE(read.values.at(QStringLiteral("MARKET_CLOCK")).origin, QStringLiteral("a.env:3"));
        QCOMPARE(read.values.size(), 2u);
        QCOMPARE(read.warnings.size(), 2);
        QVERIFY(read.warnings[0].contains(u"MASSIVE_API_KEY is"));
        QVERIFY(read.warnings[1].startsWith(u"a.env:6"));
        QVERIFY(!read.warnings[1].contains(u"secret"));
    }

    void environmentWinsOverTheFile()
    {
        write(".env", "MARKET_CLOCK=feed\nSYMBOL_UNIVERSE_KEY=sp500:all\n");
        write("settings.json", R"({"MARKET_CLOCK":"auto","STORE_TICKS":false})");
        qputenv("MARKET_CLOCK", "wall");
        const auto collected = collectSettings({{}, {}, m_directory.path()});
        qunsetenv("MARKET_CLOCK");
        const auto settings = parseSettings(collected);
        QVERIFY(settings);
        QCOMPARE(settings->marketClock, MarketClockMode::Wall);
        QCOMPARE(settings->universeKey, QStringLiteral("sp500:all"));
        QVERIFY(!settings->storeTicks);
    }

    void savedSettingsThatCannotBeUsedAreSaid_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("word");
        QTest::newRow("broken") << QByteArray("{\"broken") << QStringLiteral("not readable");
        QTest::newRow("a list") << QByteArray("[]") << QStringLiteral("holds no settings");
        QTest::newRow("a list as a value") << QByteArray(R"({"SYMBOL_UNIVERSE_KEY":["etf:core"]})")
                                           << QStringLiteral("SYMBOL_UNIVERSE_KEY is no text");
        QTest::newRow("a near miss") << QByteArray(R"({"SYMBOL_UNIVERS_KEY":"x"})")
                                     << QStringLiteral("SYMBOL_UNIVERSE_KEY is");
    }
    void savedSettingsThatCannotBeUsedAreSaid()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, word);
        QTemporaryDir directory;
        QFile file(directory.filePath(SavedSettingsFile));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) > 0);
        file.close();
        const SettingTexts read = collectSettings({{}, {}, directory.path()});
        QCOMPARE(read.warnings.size(), 1);
        QVERIFY2(read.warnings[0].contains(word), qPrintable(read.warnings[0]));
    }

    /// Reading it would wait for a writer that never comes.
    void aPipeIsNoFileOfSettings()
    {
        QTemporaryDir directory;
        QCOMPARE(mkfifo(directory.filePath(SavedSettingsFile).toLocal8Bit().constData(), 0600), 0);
        const SettingTexts read = collectSettings({{}, {}, directory.path()});
        QCOMPARE(read.warnings.size(), 1);
        QVERIFY(read.warnings[0].contains(u"not a file"));
        SettingsDraft draft(read);
        QVERIFY(!draft.save(directory.filePath(SavedSettingsFile)));
        QCOMPARE(copyAside(directory.filePath(SavedSettingsFile)), QString());
    }

    void whatCannotBeReadIsKeptBesideWhatIsSaved()
    {
        const QString path = write("settings.json", "{\"STORE_TICKS\":\"false\"");
        SettingsDraft draft(texts({}));
        draft.set(QStringLiteral("MARKET_CLOCK"), QStringLiteral("wall"));
        QVERIFY(draft.save(path));
        QFile kept(path + QStringLiteral(".unreadable-1"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("{\"STORE_TICKS\":\"false\""));
    }

    void findsWhatWasMeant()
    {
        QCOMPARE(nearestSettingKey(QStringLiteral("MASIVE_API_KEY")), QStringLiteral("MASSIVE_API_KEY"));
        QCOMPARE(nearestSettingKey(QStringLiteral("WEBSOCKET_CONNECTION_4_NAME")),
                 QStringLiteral("WEBSOCKET_CONNECTION_1_NAME"));
        QCOMPARE(nearestSettingKey(QStringLiteral("HOME")), QString());
        QCOMPARE(nearestSettingKey(QStringLiteral("FLASK_APP")), QString());
    }

    void comesWithUniverses()
    {
        const auto universes = starterUniverses();
        QCOMPARE(universes.at(QStringLiteral("sp500:all")).size(), 503);
        QCOMPARE(universes.at(QStringLiteral("tech_leaders:top_100")).size(), 100);
        QVERIFY(universes.at(QStringLiteral("sp500:financials")).contains(QStringLiteral("BRK.B")));
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
