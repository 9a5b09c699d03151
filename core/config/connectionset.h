// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"
#include "core/market/tick.h"

#include <functional>

namespace tickstock {

/// One connection that will be opened, and the symbols it was given. A value.
struct ConnectionShare
{
    ConnectionId id; ///< of its slot: 1 to 3
    QString name;
    int priority = 1;
    QStringList symbols; ///< under manual routing; empty where the strategy distributes
};

/// What the settings amount to: which connections are opened and which symbols are carried. A value.
struct ConnectionSet
{
    std::vector<ConnectionShare> connections; ///< at least one
    RoutingStrategy strategy = RoutingStrategy::Manual;
    QStringList symbols; ///< all, each once
    std::vector<QStringList> tiers;
    QStringList criticalSymbols;
    QStringList warnings; ///< what the user should know, in words
};

/// Looks a universe up by its key. NotFound if there is none.
using UniverseLookup = std::function<Expected<QStringList>(const QString &key)>;

/// Several connections only if the settings ask for them and are consistent; else one, which carries the first of
/// SYMBOL_UNIVERSE_KEY, slot 1's universe and slot 1's symbols that is set. A set-up of several that does not work out
/// falls back to one with SYMBOL_UNIVERSE_KEY, else with the symbols of all slots, and says so. NotFound names a
/// universe that does not exist and for which there is no other list. Pure.
Expected<ConnectionSet> resolveConnections(const Settings &settings, const UniverseLookup &lookup);

} // namespace tickstock
