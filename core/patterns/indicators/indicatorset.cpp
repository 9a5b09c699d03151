// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicators/indicatorset.h"

#include <array>

namespace tickstock {

namespace {

constexpr std::array Columns{
    IndicatorColumn{"sma_10", "SMA_10", [](const IndicatorRow &row) { return row.sma10; }},
    IndicatorColumn{"sma_20", "SMA_20", [](const IndicatorRow &row) { return row.bands.middle; }},
    IndicatorColumn{"sma_50", "SMA_50", [](const IndicatorRow &row) { return row.sma50; }},
    IndicatorColumn{"sma_200", "SMA_200", [](const IndicatorRow &row) { return row.sma200; }},
    IndicatorColumn{"ema_9", "EMA_9", [](const IndicatorRow &row) { return row.ema9; }},
    IndicatorColumn{"ema_12", "EMA_12", [](const IndicatorRow &row) { return row.ema12; }},
    IndicatorColumn{"ema_20", "EMA_20", [](const IndicatorRow &row) { return row.ema20; }},
    IndicatorColumn{"ema_26", "EMA_26", [](const IndicatorRow &row) { return row.ema26; }},
    IndicatorColumn{"ema_50", "EMA_50", [](const IndicatorRow &row) { return row.ema50; }},
    IndicatorColumn{"rsi_14", "RSI_14", [](const IndicatorRow &row) { return row.rsi14; }},
    IndicatorColumn{"macd", "MACD_12_26_9", [](const IndicatorRow &row) { return row.macd.macd; }},
    IndicatorColumn{"macd_signal", "MACDSIGNAL_12_26_9", [](const IndicatorRow &row) { return row.macd.signal; }},
    IndicatorColumn{"macd_histogram", "MACDHIST_12_26_9", [](const IndicatorRow &row) { return row.macd.histogram; }},
    IndicatorColumn{"bb_upper", "BB_UPPER_20_2", [](const IndicatorRow &row) { return row.bands.upper; }},
    IndicatorColumn{"bb_middle", "BB_MIDDLE_20_2", [](const IndicatorRow &row) { return row.bands.middle; }},
    IndicatorColumn{"bb_lower", "BB_LOWER_20_2", [](const IndicatorRow &row) { return row.bands.lower; }},
    IndicatorColumn{"true_range", "TRANGE", [](const IndicatorRow &row) { return row.range14.trueRange; }},
    IndicatorColumn{"atr_14", "ATR_14", [](const IndicatorRow &row) { return row.range14.average; }},
    IndicatorColumn{"plus_di_14", "PLUS_DI_14", [](const IndicatorRow &row) { return row.direction14.plus; }},
    IndicatorColumn{"minus_di_14", "MINUS_DI_14", [](const IndicatorRow &row) { return row.direction14.minus; }},
    IndicatorColumn{"adx_14", "ADX_14", [](const IndicatorRow &row) { return row.direction14.index; }},
    IndicatorColumn{"stoch_k_5", "STOCH_K_5_3", [](const IndicatorRow &row) { return row.stochastic5.k; }},
    IndicatorColumn{"stoch_d_5", "STOCH_D_5_3_3", [](const IndicatorRow &row) { return row.stochastic5.d; }},
    IndicatorColumn{"stoch_k_14", "STOCH_K_14_3", [](const IndicatorRow &row) { return row.stochastic14.k; }},
    IndicatorColumn{"stoch_d_14", "STOCH_D_14_3_3", [](const IndicatorRow &row) { return row.stochastic14.d; }},
    IndicatorColumn{"obv", "OBV", [](const IndicatorRow &row) { return row.obv; }},
    IndicatorColumn{"cci_20", "CCI_20", [](const IndicatorRow &row) { return row.cci20; }},
    IndicatorColumn{"mfi_14", "MFI_14", [](const IndicatorRow &row) { return row.mfi14; }},
    IndicatorColumn{"willr_14", "WILLR_14", [](const IndicatorRow &row) { return row.williamsR14; }},
    IndicatorColumn{"stddev_20", "STDDEV_20", [](const IndicatorRow &row) { return row.bands.deviation; }},
    IndicatorColumn{"vwap", "", [](const IndicatorRow &row) { return row.vwap.vwap; }},
    IndicatorColumn{"vwap_deviation", "", [](const IndicatorRow &row) { return row.vwap.deviation; }},
};

} // namespace

std::span<const IndicatorColumn> indicatorColumns()
{
    return Columns;
}

IndicatorRow IndicatorSet::next(BarView bars)
{
    const Bar &bar = bars.back();
    const auto close = [&bars](std::size_t ago) { return ago < bars.size() ? bars.before(ago).close : 0; };
    const PriceChannel channel5 = PriceChannel::of(bars, 5), channel14 = PriceChannel::of(bars, 14);
    IndicatorRow row;
    row.sma10 = m_sma10.next(bar.close, close(10));
    row.sma50 = m_sma50.next(bar.close, m_leaving50.of(bars));
    row.sma200 = m_sma200.next(bar.close, m_leaving200.of(bars));
    row.ema9 = m_ema9.next(bar.close);
    row.ema12 = m_ema12.next(bar.close);
    row.ema20 = m_ema20.next(bar.close);
    row.ema26 = m_ema26.next(bar.close);
    row.ema50 = m_ema50.next(bar.close);
    row.rsi14 = m_rsi14.next(bar.close);
    row.macd = m_macd.next(bar.close);
    row.bands = m_bands.next(bar.close, close(20));
    row.range14 = m_range14.next(bar);
    row.direction14 = m_direction14.next(bar);
    row.stochastic5 = m_stochastic5.next(bar.close, channel5);
    row.stochastic14 = m_stochastic14.next(bar.close, channel14);
    row.obv = m_obv.next(bar);
    row.cci20 = commodityChannel<20>(bars);
    row.mfi14 = m_mfi14.next(bars);
    row.williamsR14 = williamsR(bar.close, channel14);
    row.vwap = m_vwap.next(bar);
    return row;
}

} // namespace tickstock
