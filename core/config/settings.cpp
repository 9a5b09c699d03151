// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settings.h"

#include "core/market/symbol.h"
#include "core/net/loopback.h"
#include "core/net/redisurl.h"

#include <QSslCertificate>

#include <algorithm>

namespace tickstock {

namespace {

/// What may be shown of a value. URLs can hold a password or a key: of those to our own servers only the scheme is
/// shown.
QString shown(const QString &key, const QString &text)
{
    if (!key.endsWith(u"_URL"))
        return text;
    const QUrl url(text);
    if (key.startsWith(u"MASSIVE") && !url.host().isEmpty())
        return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    return text.contains(u"://") ? text.section(QStringLiteral("://"), 0, 0) + QStringLiteral("://...")
                                 : QStringLiteral("...");
}

/// Reads typed values one after the other and keeps the first complaint.
class Reader
{
public:
    explicit Reader(const SettingTexts &texts)
        : m_texts(texts)
    {
    }

    const std::optional<Error> &error() const { return m_error; }

    /// Null when the key is absent. An empty text counts as absent: `KEY=` in a file means "not set".
    const SettingValue *find(const char *key) const
    {
        const auto it = m_texts.values.find(QString::fromLatin1(key));
        return it == m_texts.values.end() || it->second.text.isEmpty() ? nullptr : &it->second;
    }
    QString text(const char *key, const QString &fallback = {}) const
    {
        const SettingValue *value = find(key);
        return value ? value->text : fallback;
    }
    bool flag(const char *key, bool fallback)
    {
        const SettingValue *value = find(key);
        if (!value)
            return fallback;
        if (const auto known = flagFromText(value->text))
            return *known;
        complain(key, QStringLiteral("true or false"));
        return fallback;
    }
    int number(const char *key, int fallback, int low, int high)
    {
        const SettingValue *value = find(key);
        if (!value)
            return fallback;
        bool good = false;
        const int parsed = value->text.toInt(&good);
        if (good && parsed >= low && parsed <= high)
            return parsed;
        complain(key, QStringLiteral("a whole number from %1 to %2").arg(low).arg(high));
        return fallback;
    }
    /// As number(), but a whole number outside the range is only noted: the default is used.
    int boundedNumber(const char *key, int fallback, int low, int high)
    {
        const SettingValue *value = find(key);
        if (!value)
            return fallback;
        bool good = false;
        const int parsed = value->text.toInt(&good);
        if (!good) {
            complain(key, QStringLiteral("a whole number from %1 to %2").arg(low).arg(high));
            return fallback;
        }
        if (parsed >= low && parsed <= high)
            return parsed;
        note(key, QStringLiteral("a whole number from %1 to %2").arg(low).arg(high));
        return fallback;
    }
    /// A value that can be read but makes no sense; what is accepted is said, and the program goes on.
    void note(const char *key, const QString &accepted)
    {
        m_inconsistencies.append(QStringLiteral("%1=%2 (%3): accepted is %4")
                                     .arg(QString::fromLatin1(key), text(key), find(key)->origin, accepted));
    }
    const QStringList &inconsistencies() const { return m_inconsistencies; }
    int choice(const char *key, int fallback, const QStringList &words)
    {
        const SettingValue *value = find(key);
        if (!value)
            return fallback;
        const auto index = words.indexOf(value->text.toLower());
        if (index < 0)
            complain(key, QStringLiteral("one of %1").arg(words.join(QStringLiteral(", "))));
        return index < 0 ? fallback : static_cast<int>(index);
    }
    QUrl url(const char *key, const QUrl &fallback, const QStringList &schemes)
    {
        const SettingValue *value = find(key);
        if (!value)
            return fallback;
        const QUrl parsed(value->text, QUrl::StrictMode);
        if (!parsed.isValid() || parsed.host().isEmpty() || !schemes.contains(parsed.scheme()))
            complain(key, QStringLiteral("a URL starting with %1://").arg(schemes.join(QStringLiteral(":// or "))));
        return parsed;
    }
    void complain(const char *key, const QString &accepted)
    {
        const SettingValue *value = find(key);
        if (m_error || !value)
            return;
        m_error =
            Error{ErrorCode::BadInput, QStringLiteral("%1=%2 (%3): accepted is %4")
                                           .arg(QString::fromLatin1(key), shown(QString::fromLatin1(key), value->text),
                                                value->origin, accepted)};
    }

private:
    const SettingTexts &m_texts;
    std::optional<Error> m_error;
    QStringList m_inconsistencies;
};

void readFeed(Reader &reader, Settings &settings)
{
    settings.useMassiveApi = reader.flag("USE_MASSIVE_API", true);
    settings.apiKey = reader.text("MASSIVE_API_KEY");
    const QStringList ws{QStringLiteral("wss"), QStringLiteral("ws")};
    settings.webSocketUrl = reader.url("MASSIVE_WEBSOCKET_URL", settings.webSocketUrl, ws);
    if (settings.webSocketUrl.scheme() == u"ws" && !isLoopbackHost(settings.webSocketUrl.host()))
        reader.complain("MASSIVE_WEBSOCKET_URL", QStringLiteral("wss:// (ws:// would send the key in the clear; it is "
                                                                "for this machine's own simulator only)"));
    const QStringList http{QStringLiteral("https"), QStringLiteral("http")};
    settings.restUrl = reader.url("MASSIVE_REST_URL", settings.restUrl, http);
    if (settings.restUrl.scheme() == u"http" && !isLoopbackHost(settings.restUrl.host()))
        reader.complain("MASSIVE_REST_URL", QStringLiteral("https:// (http:// is for this machine only)"));
    settings.caFile = reader.text("MASSIVE_CA_FILE");
    if (!settings.caFile.isEmpty() && QSslCertificate::fromPath(settings.caFile).isEmpty())
        reader.complain("MASSIVE_CA_FILE", QStringLiteral("a readable PEM file"));
    settings.restPerMinute = reader.number("MASSIVE_REST_PER_MINUTE", 0, 0, 100'000);
    if (reader.find("MASSIVE_CHANNELS")) {
        settings.channels = splitList(reader.text("MASSIVE_CHANNELS").toUpper());
        settings.channels.removeDuplicates();
        static const QStringList known{QStringLiteral("A"), QStringLiteral("AM"), QStringLiteral("T"),
                                       QStringLiteral("Q"), QStringLiteral("LULD")};
        for (const QString &channel : settings.channels) {
            if (!known.contains(channel))
                reader.complain("MASSIVE_CHANNELS", QStringLiteral("a list of A, AM, T, Q, LULD"));
        }
        if (settings.channels.isEmpty())
            reader.complain("MASSIVE_CHANNELS", QStringLiteral("a list of A, AM, T, Q, LULD"));
    }
    settings.marketClock = static_cast<MarketClockMode>(
        reader.choice("MARKET_CLOCK", 0, {QStringLiteral("auto"), QStringLiteral("wall"), QStringLiteral("feed")}));
}

void readConnections(Reader &reader, Settings &settings)
{
    settings.useMultiConnection = reader.flag("USE_MULTI_CONNECTION", false);
    settings.universeKey = reader.text("SYMBOL_UNIVERSE_KEY");
    settings.connectionsMax = reader.boundedNumber("WEBSOCKET_CONNECTIONS_MAX", 3, 1, 3);
    const QString strategy = reader.text("WEBSOCKET_ROUTING_STRATEGY", QStringLiteral("manual")).toLower();
    if (const auto known = routingStrategyFromText(strategy))
        settings.routingStrategy = *known;
    else
        reader.note("WEBSOCKET_ROUTING_STRATEGY",
                    QStringLiteral("one of manual, round-robin, priority, load-balanced"));
    for (const QString &tier : reader.text("WEBSOCKET_PRIORITY_TIERS").split(u';', Qt::SkipEmptyParts))
        settings.priorityTiers.push_back(splitList(tier));
    settings.maxTickersPerConnection = reader.boundedNumber("WEBSOCKET_MAX_TICKERS_PER_CONNECTION", 0, 0, 1'000'000);
    settings.criticalSymbols = splitList(reader.text("WEBSOCKET_CRITICAL_SYMBOLS"));
    settings.healthCheckSeconds = reader.boundedNumber("WEBSOCKET_HEALTH_CHECK_INTERVAL", 30, 1, 86'400);
    settings.stallSeconds = reader.boundedNumber("WEBSOCKET_STALL_SECONDS", 15, 1, 86'400);
    settings.autoRebalance = reader.flag("WEBSOCKET_AUTO_REBALANCE", true);
    settings.failover = reader.flag("WEBSOCKET_FAILOVER_ENABLED", true);
    static const std::array names{QStringLiteral("primary"), QStringLiteral("secondary"), QStringLiteral("tertiary")};
    for (int n = 1; n <= 3; ++n) {
        ConnectionSlot &slot = settings.connections[static_cast<std::size_t>(n) - 1];
        const auto key = [n](const char *part) {
            return QByteArray("WEBSOCKET_CONNECTION_" + QByteArray::number(n) + part);
        };
        slot.enabled = reader.flag(key("_ENABLED").constData(), n == 1);
        slot.name = reader.text(key("_NAME").constData(), names[static_cast<std::size_t>(n) - 1]);
        slot.universeKey = reader.text(key("_UNIVERSE_KEY").constData());
        slot.symbols = splitList(reader.text(key("_SYMBOLS").constData()));
        slot.priority = reader.boundedNumber(key("_PRIORITY").constData(), n, 1, 1'000);
        for (const QString &symbol : slot.symbols) {
            if (!isSymbol(symbol.toStdString()))
                reader.complain(key("_SYMBOLS").constData(), QStringLiteral("a list of symbols like AAPL,BRK.B"));
        }
    }
    const bool hasSlot = std::any_of(settings.connections.begin(), settings.connections.end(),
                                     [](const ConnectionSlot &slot) { return slot.enabled; });
    settings.warnings += reader.inconsistencies();
    if (settings.useMultiConnection && (!reader.inconsistencies().isEmpty() || !hasSlot)) {
        settings.useMultiConnection = false;
        settings.isMultiRefused = true;
    }
}

void readServers(Reader &reader, Settings &settings)
{
    if (const SettingValue *value = reader.find("REDIS_URL")) {
        settings.redisUrl = QUrl(value->text, QUrl::StrictMode);
        if (const auto address = redisAddress(settings.redisUrl); !address)
            reader.complain("REDIS_URL", address.error().detail);
    }
    settings.databaseUrl = reader.url("DATABASE_URL", {}, {QStringLiteral("postgresql"), QStringLiteral("postgres")});
    if (!settings.databaseUrl.isEmpty() && settings.databaseUrl.path().size() < 2)
        reader.complain("DATABASE_URL", QStringLiteral("postgresql://user:password@host:port/database"));
}

void readSinks(Reader &reader, Settings &settings)
{
    settings.forwardTicks = reader.flag("MARKET_TICK_FORWARD_ENABLED", true);
    settings.patternSource = static_cast<PatternSource>(reader.choice(
        "PATTERN_SOURCE", 0, {QStringLiteral("auto"), QStringLiteral("local"), QStringLiteral("remote")}));
    settings.tickSource = static_cast<TickSource>(
        reader.choice("MARKET_TICK_SOURCE", 0, {QStringLiteral("websocket"), QStringLiteral("redis")}));
    readServers(reader, settings);
    settings.streamShards = reader.number("REDIS_STREAM_SHARDS", 0, 0, 1'024);
    if (settings.tickSource == TickSource::Redis && settings.redisUrl.isEmpty())
        reader.complain("MARKET_TICK_SOURCE", QStringLiteral("websocket, unless REDIS_URL is set"));
    settings.tickChannel = reader.text("REDIS_MARKET_TICK_CHANNEL", settings.tickChannel);
    settings.patternChannels =
        splitList(reader.text("REDIS_PATTERN_CHANNELS", QStringLiteral("tickstock_patterns,tickstock.events.patterns,"
                                                                       "tickstock:patterns:*,tickstock:indicators:*")));
    settings.storeTicks = reader.flag("STORE_TICKS", true);
    settings.ticksRetentionDays = reader.number("TICKS_RETENTION_DAYS", 5, 1, 3'650);
}

void readApi(Reader &reader, Settings &settings)
{
    settings.apiToken = reader.text("API_TOKEN");
    const QString listen = reader.text("API_LISTEN", QStringLiteral("127.0.0.1:8787"));
    if (listen == u"off")
        return;
    const qsizetype colon = listen.lastIndexOf(u':');
    QString host = listen.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    const QHostAddress address = host == u"localhost" ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    bool good = false;
    const int port = listen.mid(colon + 1).toInt(&good);
    if (colon <= 0 || address.isNull() || !good || port < 0 || port > 65'535) {
        reader.complain("API_LISTEN", QStringLiteral("address:port like 127.0.0.1:8787, or off"));
        return;
    }
    if (!address.isLoopback() && settings.apiToken.isEmpty())
        reader.complain("API_LISTEN", QStringLiteral("a loopback address, unless API_TOKEN is set"));
    settings.apiListen = {address, static_cast<quint16>(port)};
}

} // namespace

std::optional<bool> flagFromText(const QString &text)
{
    const QString word = text.toLower();
    if (word == u"true" || word == u"1" || word == u"yes" || word == u"on")
        return true;
    if (word == u"false" || word == u"0" || word == u"no" || word == u"off")
        return false;
    return std::nullopt;
}

QStringList splitList(const QString &text)
{
    QStringList parts;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            parts.append(trimmed);
    }
    return parts;
}

Expected<Settings> parseSettings(const SettingTexts &texts)
{
    Reader reader(texts);
    Settings settings;
    settings.warnings = texts.warnings;
    readFeed(reader, settings);
    readConnections(reader, settings);
    readSinks(reader, settings);
    readApi(reader, settings);
    if (reader.error())
        return *reader.error();
    return settings;
}

} // namespace tickstock
