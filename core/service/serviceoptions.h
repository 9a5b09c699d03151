// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"
#include "core/net/redisurl.h"

namespace tickstock {

/// What a program does of the whole.
enum class ServiceRole {
    All,    ///< collects, stores, forwards, and looks for patterns
    Ingest, ///< the same without patterns: scan workers look for them
    Scan    ///< looks for patterns in its part of the streams of ticks
};

/// What a service is made with. A value.
struct ServiceOptions
{
    Settings settings;
    QString databaseFile;                           ///< SQLite; empty: nothing is stored
    QString sourceWord = QStringLiteral("massive"); ///< or simulated, replay
    QStringList extraSymbols;                       ///< subscribed besides what the settings say
    QString patternsFile;                           ///< which patterns are looked for; empty: the usual ones
    ServiceRole role = ServiceRole::All;
    bool isUnattended = false; ///< there is no user: it comes back by itself after an eviction

    bool isScanWorker() const { return role == ServiceRole::Scan; }
    /// Ticks come from another program, which also stores and forwards them.
    bool isReader() const { return settings.tickSource == TickSource::Redis; }
    /// The settings allow a feed and say where to.
    bool opensFeed() const { return isReader() || (settings.useMassiveApi && !settings.apiKey.isEmpty()); }
    /// Where Redis is, and whom to trust there. Only where the settings name one.
    RedisAddress redisAddress() const;
    /// A file in the folder of the store; empty where nothing is kept.
    QString besideStore(const QString &name) const;
};

} // namespace tickstock
