// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/candles.h"

#include <utility>

namespace tickstock {

namespace {

Candle candleOf(const Bar &bar)
{
    Candle candle;
    candle.open = bar.open;
    candle.high = bar.high;
    candle.low = bar.low;
    candle.close = bar.close;
    return candle;
}

} // namespace

template<class Measure>
double Candles::mean(int bars, const Candle &now, Measure measure) const
{
    if (bars == 0)
        return measure(now);
    double sum = 0;
    for (std::size_t i = m_count - std::min(static_cast<std::size_t>(bars), m_count); i < m_count; ++i)
        sum += measure(m_candles[i % Kept]);
    return sum / bars;
}

Candles::Candles(const CandleSettings &settings, BarView bars)
    : m_settings(settings)
{
    const std::size_t kept = std::min(Kept, bars.size()), plain = kept - std::min(Measured, kept);
    for (m_count = bars.size() - kept; m_count < bars.size(); ++m_count) {
        Candle &now = m_candles[m_count % Kept];
        now = candleOf(bars[m_count]);
        if (m_count + kept >= bars.size() + plain)
            measure(now);
    }
}

void Candles::push(const Bar &bar)
{
    Candle now = candleOf(bar);
    measure(now);
    m_candles[m_count % Kept] = now;
    ++m_count;
}

/// Gives the candle, which comes next, its thresholds. Some have their mean in common.
void Candles::measure(Candle &now) const
{
    const auto threshold = [this, &now](auto measure) {
        return [this, &now, measure, bars = -1, common = 0.0](const CandleSetting &setting) mutable {
            if (std::exchange(bars, setting.bars) != setting.bars)
                common = mean(bars, now, measure);
            return setting.factor * common;
        };
    };
    auto ofBody = threshold([](const Candle &candle) { return candle.body(); });
    auto ofRange = threshold([](const Candle &candle) { return candle.range(); });
    auto ofShadows = threshold([](const Candle &candle) { return candle.upperShadow() + candle.lowerShadow(); });
    now.longBody = ofBody(m_settings.longBody);
    now.shortBody = ofBody(m_settings.shortBody);
    now.longShadow = ofBody(m_settings.longShadow);
    now.veryLongShadow = ofBody(m_settings.veryLongShadow);
    now.dojiBody = ofRange(m_settings.dojiBody);
    now.veryShortShadow = ofRange(m_settings.veryShortShadow);
    now.near = ofRange(m_settings.nearDistance);
    now.far = ofRange(m_settings.farDistance);
    now.equal = ofRange(m_settings.equalDistance);
    now.shortShadow = ofShadows(m_settings.shortShadow) / 2;
}

} // namespace tickstock
