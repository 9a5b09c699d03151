// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingkeys.h"

#include <QSet>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tickstock {

namespace {

QStringList allKeys()
{
    QStringList keys{QStringLiteral("USE_MASSIVE_API"),
                     QStringLiteral("MASSIVE_API_KEY"),
                     QStringLiteral("MASSIVE_WEBSOCKET_URL"),
                     QStringLiteral("MASSIVE_REST_URL"),
                     QStringLiteral("MASSIVE_CA_FILE"),
                     QStringLiteral("MASSIVE_REST_PER_MINUTE"),
                     QStringLiteral("MASSIVE_CHANNELS"),
                     QStringLiteral("MARKET_CLOCK"),
                     QStringLiteral("USE_MULTI_CONNECTION"),
                     QStringLiteral("SYMBOL_UNIVERSE_KEY"),
                     QStringLiteral("WEBSOCKET_CONNECTIONS_MAX"),
                     QStringLiteral("WEBSOCKET_ROUTING_STRATEGY"),
                     QStringLiteral("WEBSOCKET_PRIORITY_TIERS"),
                     QStringLiteral("WEBSOCKET_MAX_TICKERS_PER_CONNECTION"),
                     QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS"),
                     QStringLiteral("WEBSOCKET_HEALTH_CHECK_INTERVAL"),
                     QStringLiteral("WEBSOCKET_STALL_SECONDS"),
                     QStringLiteral("WEBSOCKET_AUTO_REBALANCE"),
                     QStringLiteral("WEBSOCKET_FAILOVER_ENABLED"),
                     QStringLiteral("MARKET_TICK_SOURCE"),
                     QStringLiteral("MARKET_TICK_FORWARD_ENABLED"),
                     QStringLiteral("PATTERN_SOURCE"),
                     QStringLiteral("REDIS_URL"),
                     QStringLiteral("REDIS_MARKET_TICK_CHANNEL"),
                     QStringLiteral("REDIS_STREAM_SHARDS"),
                     QStringLiteral("REDIS_PATTERN_CHANNELS"),
                     QStringLiteral("DATABASE_URL"),
                     QStringLiteral("STORE_TICKS"),
                     QStringLiteral("TICKS_RETENTION_DAYS"),
                     QStringLiteral("API_LISTEN"),
                     QStringLiteral("API_TOKEN")};
    for (int slot = 1; slot <= 3; ++slot) {
        for (const QString &part : {QStringLiteral("ENABLED"), QStringLiteral("NAME"), QStringLiteral("UNIVERSE_KEY"),
                                    QStringLiteral("SYMBOLS"), QStringLiteral("PRIORITY")})
            keys.append(QStringLiteral("WEBSOCKET_CONNECTION_%1_%2").arg(slot).arg(part));
    }
    return keys;
}

/// Levenshtein distance.
int distance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int substitution = diagonal + (a[i] != b[static_cast<qsizetype>(j) - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
        }
    }
    return row.back();
}

} // namespace

const QStringList &settingKeys()
{
    static const QStringList keys = allKeys();
    return keys;
}

bool isSettingKey(const QString &key)
{
    static const QSet<QString> keys(settingKeys().begin(), settingKeys().end());
    return keys.contains(key);
}

QString nearestSettingKey(const QString &key)
{
    QString best;
    int smallest = 3;
    for (const QString &known : settingKeys()) {
        if (std::abs(known.size() - key.size()) > 2)
            continue;
        const int apart = distance(key.toUpper(), known);
        // Short keys are all a few letters apart from something.
        if (apart < smallest && apart * 4 < known.size()) {
            smallest = apart;
            best = known;
        }
    }
    return best;
}

} // namespace tickstock
