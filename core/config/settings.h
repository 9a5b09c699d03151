// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsource.h"
#include "core/health/routingplan.h"
#include "core/market/marketclock.h"
#include "core/types/expected.h"

#include <QHostAddress>
#include <QUrl>

#include <array>
#include <optional>

namespace tickstock {

struct ConnectionSlot
{
    bool enabled = false;
    QString name;
    QString universeKey;
    QStringList symbols;
    int priority = 1;
};

enum class PatternSource { Auto, Local, Remote };
/// Where ticks come from: our own connections to the vendor, or another program's, over Redis.
enum class TickSource { WebSocket, Redis };

/// Typed, validated settings. README lists the keys. A value, made once at start.
struct Settings
{
    bool useMassiveApi = true;
    QString apiKey; ///< never logged, shown or saved
    QUrl webSocketUrl{QStringLiteral("wss://socket.massive.com/stocks")};
    QUrl restUrl{QStringLiteral("https://api.massive.com")};
    QString caFile;
    int restPerMinute = 0; ///< 0: no limit of our own
    QStringList channels{QStringLiteral("A"), QStringLiteral("AM")};
    MarketClockMode marketClock = MarketClockMode::Auto;
    bool useMultiConnection = false; ///< asked for, and nothing in the settings speaks against it
    bool isMultiRefused = false;     ///< asked for, but a value is out of range: one connection with all symbols
    int connectionsMax = 3;
    RoutingStrategy routingStrategy = RoutingStrategy::Manual;
    std::vector<QStringList> priorityTiers; ///< universe keys and symbols, the most important tier first
    int maxTickersPerConnection = 0;        ///< 0: no limit
    QStringList criticalSymbols;            ///< or universe keys
    bool autoRebalance = true;
    bool failover = true;
    QString universeKey;
    std::array<ConnectionSlot, 3> connections;
    int stallSeconds = 15;
    int healthCheckSeconds = 30;
    TickSource tickSource = TickSource::WebSocket;
    bool forwardTicks = true;
    QUrl redisUrl;        ///< empty: messages stay in this program; may hold a password
    int streamShards = 0; ///< Redis streams that ticks are appended to; 0: none
    QUrl databaseUrl;     ///< empty: the SQLite file in the data directory; may hold a password
    PatternSource patternSource = PatternSource::Auto;
    QString tickChannel = QStringLiteral("tickstock:market:ticks");
    QStringList patternChannels;
    bool storeTicks = true;
    int ticksRetentionDays = 5;
    std::optional<std::pair<QHostAddress, quint16>> apiListen; ///< nothing: the local interface is off
    QString apiToken;

    QStringList warnings; ///< what the user should know, in words; nothing of it stops the program
};

/// Checks and converts all texts. An error names key, value and what is accepted.
Expected<Settings> parseSettings(const SettingTexts &texts);

/// "true", "1", "yes", "on" and their opposites, in any case; nothing for anything else.
std::optional<bool> flagFromText(const QString &text);

/// "A,B , C" without empty parts.
QStringList splitList(const QString &text);

} // namespace tickstock
