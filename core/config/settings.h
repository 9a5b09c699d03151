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

/// One of the connections that can be set up. A value.
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

/// Address and port of the local interface; nothing: it is off.
using ListenAddress = std::optional<std::pair<QHostAddress, quint16>>;

/// Typed, checked settings; core/config/settingstable.cpp has their keys, defaults and bounds. A value, made once at
/// start.
struct Settings
{
    Settings(); ///< the defaults

    bool useMassiveApi = false;
    QString apiKey; ///< never logged, shown or saved
    QUrl webSocketUrl;
    QUrl restUrl;
    QString caFile;
    int restPerMinute = 0; ///< 0: no limit of our own
    QStringList channels;
    MarketClockMode marketClock = {};
    bool useMultiConnection = false; ///< asked for, and nothing in the settings speaks against it
    bool isMultiRefused = false;     ///< asked for, but a value makes no sense: one connection with all symbols
    int connectionsMax = 0;
    RoutingStrategy routingStrategy = {};
    std::vector<QStringList> priorityTiers; ///< universe keys and symbols, the most important tier first
    int maxTickersPerConnection = 0;        ///< 0: no limit
    QStringList criticalSymbols;            ///< or universe keys
    bool autoRebalance = false;
    bool failover = false;
    QString universeKey;
    std::array<ConnectionSlot, MaxConnections> connections;
    int stallSeconds = 0;
    int healthCheckSeconds = 0;
    TickSource tickSource = {};
    bool forwardTicks = false;
    QUrl redisUrl;        ///< empty: messages stay in this program; may hold a password
    QString redisCaFile;  ///< an authority that is trusted besides those of the system
    int streamShards = 0; ///< Redis streams that ticks are appended to; 0: none
    QUrl databaseUrl;     ///< empty: the SQLite file in the data directory; may hold a password
    PatternSource patternSource = {};
    QString tickChannel;
    QStringList patternChannels;
    bool storeTicks = false;
    int ticksRetentionDays = 0;
    ListenAddress apiListen;
    QString apiToken;

    QStringList warnings; ///< what the user should know, in words; nothing of it stops the program
};

/// Whether files that settings name are looked into, which may wait for the disk.
enum class FileCheck { Skipped, Done };

/// Checks and converts all texts. An error names key, value, its place and what is accepted.
Expected<Settings> parseSettings(const SettingTexts &texts, FileCheck files = FileCheck::Done);

/// "true", "1", "yes", "on" and their opposites, in any case; nothing for anything else.
std::optional<bool> flagFromText(const QString &text);

inline QString flagText(bool isOn)
{
    return isOn ? QStringLiteral("true") : QStringLiteral("false");
}

/// "A,B , C" without empty parts.
QStringList splitList(const QString &text);

} // namespace tickstock
