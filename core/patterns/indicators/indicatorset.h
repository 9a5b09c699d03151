// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/averagetruerange.h"
#include "core/patterns/indicators/bollingerbands.h"
#include "core/patterns/indicators/commoditychannel.h"
#include "core/patterns/indicators/directionalmovement.h"
#include "core/patterns/indicators/macd.h"
#include "core/patterns/indicators/relativestrength.h"
#include "core/patterns/indicators/sessionvwap.h"
#include "core/patterns/indicators/stochastic.h"
#include "core/patterns/indicators/volumeindicators.h"

#include <array>
#include <span>
#include <string_view>

namespace tickstock {

/// The values of all indicators on one bar; NoValue before an indicator's first value. A value.
struct IndicatorRow
{
    double sma10 = NoValue, sma50 = NoValue, sma200 = NoValue;
    double ema9 = NoValue, ema12 = NoValue, ema20 = NoValue, ema26 = NoValue, ema50 = NoValue;
    double rsi14 = NoValue;
    Macd::Values macd;
    BollingerBands::Values bands;
    AverageTrueRange::Values range14;
    DirectionalMovement::Values direction14;
    Stochastic::Values stochastic5, stochastic14;
    double obv = NoValue;
    double cci20 = NoValue;
    double mfi14 = NoValue;
    double williamsR14 = NoValue;
    SessionVwap::Values vwap;
};

/// One column of the row, with its name in events and tables and its name in TA-Lib. A value.
struct IndicatorColumn
{
    std::string_view name;      ///< rsi_14
    std::string_view taLibName; ///< RSI_14; empty where TA-Lib has no such function
    double (*value)(const IndicatorRow &row);
};

/// TA-Lib's columns in the order of its reference output, then the others.
std::span<const IndicatorColumn> indicatorColumns();

/// The closes that leave a long mean, one bar after another. Keeps those of a block of packed bars, so that it is
/// unpacked once for all of them. A value.
class LeavingCloses
{
public:
    explicit LeavingCloses(std::size_t period)
        : m_period(period)
    {
    }

    /// The one before those that the mean of @p bars is made of; 0 while there is none.
    double of(BarView bars)
    {
        if (bars.size() <= m_period)
            return 0;
        const std::size_t index = bars.size() - 1 - m_period, place = index % m_closes.size();
        if (place == 0 || !m_isKnown) {
            for (std::size_t i = place; i < m_closes.size(); ++i)
                m_closes[i] = bars[index - place + i].close;
            m_isKnown = true;
        }
        return m_closes[place];
    }

private:
    std::size_t m_period; // more bars than a block has
    bool m_isKnown = false;
    std::array<double, PackedBars::BlockBars> m_closes{};
};

/// All indicators over one series of bars. Each bar takes constant time. Definitions and arithmetic are those of TA-Lib
/// 0.6.4. It keeps sums, and no bars: there are four of these for every symbol. A value, like the indicators it is made
/// of; a copy is a checkpoint.
class IndicatorSet
{
public:
    /// A trading day begins: indicators that count from the open begin again.
    void beginSession() { m_vwap.begin(); }
    /// Takes the last of @p bars in; the ones before it, all of them, have been taken in already, one by one.
    IndicatorRow next(BarView bars);

private:
    RunningMean m_sma10{10}, m_sma50{50}, m_sma200{200};
    LeavingCloses m_leaving50{50}, m_leaving200{200};
    ExponentialAverage m_ema9{9}, m_ema12{12}, m_ema20{20}, m_ema26{26}, m_ema50{50};
    RelativeStrength m_rsi14{14};
    Macd m_macd;
    RunningBands m_bands{20}; // its middle is the simple average of 20
    AverageTrueRange m_range14{14};
    DirectionalMovement m_direction14{14};
    RunningStochastic m_stochastic5, m_stochastic14;
    OnBalanceVolume m_obv;
    MoneyFlow m_mfi14{14};
    SessionVwap m_vwap;
};

} // namespace tickstock
