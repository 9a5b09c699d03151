// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/feedclient.h"
#include "core/simulator/markettape.h"

#include <numeric>
#include <vector>

namespace tickstock::simulator {

/// The symbols of the market that a client has subscribed to on this channel; all where it asked for "*".
inline std::vector<std::size_t> subscribedSymbols(const FeedClient &client, Channel channel, const MarketTape &tape)
{
    const auto &names = client.subscriptions[static_cast<std::size_t>(channel)].names;
    std::vector<std::size_t> symbols;
    if (names.contains("*")) {
        symbols.resize(tape.symbols().size());
        std::iota(symbols.begin(), symbols.end(), std::size_t{0});
        return symbols;
    }
    for (const std::string &name : names) {
        if (const auto known = tape.find(name))
            symbols.push_back(*known);
    }
    return symbols;
}

} // namespace tickstock::simulator
