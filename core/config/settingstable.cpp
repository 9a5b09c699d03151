// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingstable.h"

#include "core/config/settingtypes.h"
#include "core/types/durations.h"

#include <unordered_map>

namespace tickstock {

namespace {

using namespace settingtypes;
using Connection = ConnectionSlot;

constexpr int DayInSeconds = static_cast<int>(OneDay / OneSecond);

QStringList words(const char *list)
{
    return splitList(QString::fromLatin1(list));
}

class Rows
{
public:
    void add(const char *key, const char *defaultText, SettingType type, const char *meaning = "")
    {
        m_rows.push_back({QString::fromLatin1(key), QString::fromLatin1(defaultText), std::move(type),
                          QString::fromLatin1(meaning)});
    }
    std::vector<SettingRow> take() { return std::move(m_rows); }

private:
    std::vector<SettingRow> m_rows;
};

void addFeed(Rows &rows)
{
    rows.add("USE_MASSIVE_API", "true", flag(&Settings::useMassiveApi), "false: no feed is opened (view stored data)");
    rows.add("MASSIVE_API_KEY", "", secret(&Settings::apiKey),
             "your key; wins over the keychain; never logged, saved or shown");
    rows.add("MASSIVE_WEBSOCKET_URL", "wss://socket.massive.com/stocks",
             vendorUrl(&Settings::webSocketUrl, QStringLiteral("wss"), QStringLiteral("ws")),
             "`ws://` to this machine only");
    rows.add("MASSIVE_REST_URL", "https://api.massive.com",
             vendorUrl(&Settings::restUrl, QStringLiteral("https"), QStringLiteral("http")), "history and repair");
    rows.add("MASSIVE_CA_FILE", "", certificateFile(&Settings::caFile), "an extra certificate authority (PEM)");
    rows.add("MASSIVE_REST_PER_MINUTE", "0", number(&Settings::restPerMinute, 0, 100'000),
             "requests a minute; 0 is no limit of our own");
    rows.add("MASSIVE_CHANNELS", "A,AM", listOf(words("A,AM,T,Q,LULD"), &Settings::channels),
             "any of A, AM, T, Q, LULD; Q: bid and ask, LULD: price bands and halts; neither makes bars");
    rows.add("MARKET_CLOCK", "auto", choice(&Settings::marketClock, words("auto,wall,feed")),
             "auto, wall or feed: what market time follows");
}

void addConnections(Rows &rows)
{
    rows.add("USE_MULTI_CONNECTION", "false", flag(&Settings::useMultiConnection),
             "false: one connection takes the first that is set of SYMBOL_UNIVERSE_KEY, connection 1's universe, its "
             "symbols");
    rows.add("SYMBOL_UNIVERSE_KEY", "", text(&Settings::universeKey),
             "lists of symbols, `family:list`, several joined by commas");
    rows.add("WEBSOCKET_CONNECTIONS_MAX", "3", lenient(number(&Settings::connectionsMax, 1, int(MaxConnections))),
             "1 to 3");
    rows.add("WEBSOCKET_ROUTING_STRATEGY", "manual",
             lenient(choice(&Settings::routingStrategy, words("manual,round-robin,priority,load-balanced"))),
             "manual (each carries its own), round-robin, priority (by tiers), load-balanced (by measured events)");
    rows.add("WEBSOCKET_CONNECTION_n_ENABLED", "true, false, false", flag(&Connection::enabled), "n = 1 to 3");
    rows.add("WEBSOCKET_CONNECTION_n_NAME", "primary, secondary, tertiary", text(&Connection::name));
    rows.add("WEBSOCKET_CONNECTION_n_UNIVERSE_KEY", "", text(&Connection::universeKey),
             "lists of symbols, as SYMBOL_UNIVERSE_KEY");
    rows.add("WEBSOCKET_CONNECTION_n_SYMBOLS", "", symbols(&Connection::symbols),
             "used if there is no universe; a symbol on two belongs to the lower n");
    rows.add("WEBSOCKET_CONNECTION_n_PRIORITY", "1, 2, 3", lenient(number(&Connection::priority, 1, 1'000)),
             "lower is better");
    rows.add("WEBSOCKET_PRIORITY_TIERS", "", tiers(&Settings::priorityTiers),
             "tiers separated by `;`, each universes or symbols separated by commas");
    rows.add("WEBSOCKET_MAX_TICKERS_PER_CONNECTION", "0",
             lenient(number(&Settings::maxTickersPerConnection, 0, 1'000'000)), "0: no limit");
    rows.add("WEBSOCKET_CRITICAL_SYMBOLS", "", list(&Settings::criticalSymbols),
             "on two connections at once, delivered once");
    rows.add("WEBSOCKET_HEALTH_CHECK_INTERVAL", "30", lenient(number(&Settings::healthCheckSeconds, 1, DayInSeconds)),
             "seconds between two checks of the balance");
    rows.add("WEBSOCKET_STALL_SECONDS", "15", lenient(number(&Settings::stallSeconds, 1, DayInSeconds)),
             "silence while data is expected: degraded, then reconnected; 90 with AM alone");
    rows.add("WEBSOCKET_AUTO_REBALANCE", "true", flag(&Settings::autoRebalance),
             "load-balanced: move symbols when the load is uneven for a while");
    rows.add("WEBSOCKET_FAILOVER_ENABLED", "true", flag(&Settings::failover),
             "the others take over what a connection loses");
}

void addSinks(Rows &rows)
{
    rows.add("MARKET_TICK_SOURCE", "websocket", choice(&Settings::tickSource, words("websocket,redis")),
             "or redis: ticks of another tickstockd; no connection to the vendor");
    rows.add("MARKET_TICK_FORWARD_ENABLED", "true", flag(&Settings::forwardTicks),
             "ticks are published on the bus; never when the source is redis");
    rows.add("REDIS_URL", "", serverUrl(&Settings::redisUrl, readRedisUrl), "none: messages stay in this program");
    rows.add("REDIS_CA_FILE", "", certificateFile(&Settings::redisCaFile),
             "an extra certificate authority for `rediss://` (PEM)");
    rows.add("REDIS_MARKET_TICK_CHANNEL", "tickstock:market:ticks", text(&Settings::tickChannel),
             "channel that ticks are published on");
    rows.add("REDIS_STREAM_SHARDS", "0", number(&Settings::streamShards, 0, 1'024),
             "streams that ticks are appended to");
    rows.add("REDIS_PATTERN_CHANNELS",
             "tickstock_patterns,tickstock.events.patterns,tickstock:patterns:*,tickstock:indicators:*",
             list(&Settings::patternChannels), "channels whose pattern events are shown");
    rows.add(
        "PATTERN_SOURCE", "auto", choice(&Settings::patternSource, words("auto,local,remote")),
        "local: this program finds patterns; remote: it never does; auto: it does unless another scanner is alive, "
        "or has sent an event within five minutes");
    rows.add("DATABASE_URL", "", serverUrl(&Settings::databaseUrl, readDatabaseUrl),
             "none: `tickstock.sqlite` in the data directory");
    rows.add("STORE_TICKS", "true", flag(&Settings::storeTicks), "false: bars and events are stored, ticks are not");
    rows.add("TICKS_RETENTION_DAYS", "5", number(&Settings::ticksRetentionDays, 1, 3'650),
             "exchange days that ticks are kept for");
}

void addInterface(Rows &rows)
{
    rows.add("API_LISTEN", "127.0.0.1:8787", listenAddress(&Settings::apiListen),
             "local interface; `off`; another address needs API_TOKEN");
    rows.add("API_TOKEN", "", secret(&Settings::apiToken), "bearer token of the local interface");
}

void addForEachConnection(const SettingRow &row, std::vector<Setting> &settings)
{
    const QStringList defaults = row.defaultText.split(QStringLiteral(", "));
    for (std::size_t i = 0; i < MaxConnections; ++i) {
        const QString key = QString(row.key).replace(QStringLiteral("_n_"), QStringLiteral("_%1_").arg(i + 1));
        settings.push_back({key, defaults.value(static_cast<qsizetype>(i)), &row.type, i});
    }
}

} // namespace

const std::vector<SettingRow> &settingRows()
{
    static const std::vector<SettingRow> table = [] {
        Rows rows;
        addFeed(rows);
        addConnections(rows);
        addSinks(rows);
        addInterface(rows);
        return rows.take();
    }();
    return table;
}

const std::vector<Setting> &allSettings()
{
    static const std::vector<Setting> all = [] {
        std::vector<Setting> settings;
        for (const SettingRow &row : settingRows()) {
            if (row.key.contains(u"_n_"))
                addForEachConnection(row, settings);
            else
                settings.push_back({row.key, row.defaultText, &row.type});
        }
        return settings;
    }();
    return all;
}

const Setting *findSetting(const QString &key)
{
    static const auto byKey = [] {
        std::unordered_map<QString, const Setting *> index;
        for (const Setting &setting : allSettings())
            index.emplace(setting.key, &setting);
        return index;
    }();
    const auto found = byKey.find(key);
    return found == byKey.end() ? nullptr : found->second;
}

const Setting &settingOf(const QString &key)
{
    const Setting *setting = findSetting(key);
    Q_ASSERT(setting);
    return *setting;
}

} // namespace tickstock
