// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/preparedtrades.h"

#include "core/simulator/eventjson.h"

#include <charconv>
#include <cstring>
#include <random>
#include <string_view>

namespace tickstock::simulator {

namespace {

constexpr std::size_t TimeDigits = 13, NumberDigits = 10;
constexpr Timestamp AnyTime{1'741'613'400'000}; // of as many digits; it is overwritten

PreparedTrades::Trade made(const std::string &symbol, double price, double size)
{
    TapeEvent event;
    event.channel = Channel::T;
    event.trade = {AnyTime, AnyTime, price, size};
    event.sequence = PreparedTrades::FirstNumber;
    PreparedTrades::Trade trade{};
    appendEvent(trade.json, event, symbol);
    const auto after = [&](std::string_view key) { return trade.json.find(key) + key.size(); };
    trade.time = after("\"t\":");
    trade.number = after("\"q\":");
    trade.id = after("\"i\":\"");
    trade.price = price;
    trade.size = size;
    return trade;
}

} // namespace

PreparedTrades::PreparedTrades(const std::vector<std::string> &symbols)
{
    std::mt19937 random(1);
    std::uniform_int_distribution<std::int64_t> first(2'000, 45'000), move(-2, 2), lots(1, 5);
    m_trades.reserve(symbols.size() * Versions);
    for (const std::string &symbol : symbols) {
        std::int64_t cents = first(random);
        for (std::size_t version = 0; version < Versions; ++version) {
            cents += move(random);
            m_trades.push_back(made(symbol, static_cast<double>(cents) / 100, static_cast<double>(100 * lots(random))));
        }
    }
}

char *PreparedTrades::write(char *to, const Trade &trade, Timestamp time, std::int64_t number)
{
    std::memcpy(to, trade.json.data(), trade.json.size());
    std::to_chars(to + trade.time, to + trade.time + TimeDigits, time.ms);
    std::to_chars(to + trade.number, to + trade.number + NumberDigits, number);
    std::memcpy(to + trade.id, to + trade.number, NumberDigits);
    return to + trade.json.size();
}

} // namespace tickstock::simulator
