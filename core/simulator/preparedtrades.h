// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tapeevent.h"

#include <string>
#include <vector>

namespace tickstock::simulator {

/// Trades as text, written once and sent many times: each time only the digits of time, number and id change. A symbol
/// has several, one after another, so that prices move. A value.
class PreparedTrades
{
public:
    /// Of a symbol, one after another.
    static constexpr std::size_t Versions = 16;
    /// Trades are numbered from here on, always with ten digits.
    static constexpr std::int64_t FirstNumber = 1'000'000'000, LastNumber = 9'999'999'999;

    explicit PreparedTrades(const std::vector<std::string> &symbols);

    struct Trade
    {
        std::string json;
        std::size_t time, number, id; ///< where the digits are
        double price, size;
    };
    const Trade &trade(std::size_t symbol, std::size_t version) const
    {
        return m_trades[symbol * Versions + version % Versions];
    }
    /// Writes it, and returns where it ends. @param number from FirstNumber to LastNumber
    static char *write(char *to, const Trade &trade, Timestamp time, std::int64_t number);

private:
    std::vector<Trade> m_trades; // by symbol and version
};

} // namespace tickstock::simulator
