// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/market/serverclock.h"
#include "core/relay/redisfeed.h"
#include "core/scan/shardfeed.h"
#include "core/service/serviceoptions.h"

#include <memory>

namespace tickstock {

class RedisBus;

/// The account's connections as the settings want them. Call it in the feed thread.
std::unique_ptr<MultiConnectionManager> makeConnections(const ServiceOptions &options, const ConnectionSet &set,
                                                        SymbolTable &symbols,
                                                        const std::shared_ptr<const ServerClock> &serverClock);

/// The market as another program publishes it, following the bus's state: all of it, or the streams of a scan worker.
/// Call them in the feed thread.
/// @param redis must outlive the feed
std::unique_ptr<RedisFeed> makeRedisFeed(const Settings &settings, RedisBus &redis, SymbolTable &symbols);
std::unique_ptr<ShardFeed> makeShardFeed(const Settings &settings, RedisBus &redis, SymbolTable &symbols);

} // namespace tickstock
