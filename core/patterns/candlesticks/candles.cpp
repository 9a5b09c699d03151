// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/candles.h"

namespace tickstock {

template<class Measure>
double Candles::threshold(const CandleSetting &setting, const Candle &now, Measure measure) const
{
    if (setting.bars == 0)
        return setting.factor * measure(now);
    const auto bars = std::min<std::size_t>(static_cast<std::size_t>(setting.bars), m_count);
    double sum = 0;
    for (std::size_t i = m_count - bars; i < m_count; ++i)
        sum += measure(m_candles[i % Kept]);
    return setting.factor * (sum / setting.bars);
}

void Candles::push(const Bar &bar)
{
    Candle now;
    now.open = bar.open;
    now.high = bar.high;
    now.low = bar.low;
    now.close = bar.close;
    const auto body = [](const Candle &candle) { return candle.body(); };
    const auto range = [](const Candle &candle) { return candle.range(); };
    const auto shadows = [](const Candle &candle) { return candle.upperShadow() + candle.lowerShadow(); };
    now.longBody = threshold(m_settings.longBody, now, body);
    now.shortBody = threshold(m_settings.shortBody, now, body);
    now.dojiBody = threshold(m_settings.dojiBody, now, range);
    now.longShadow = threshold(m_settings.longShadow, now, body);
    now.veryLongShadow = threshold(m_settings.veryLongShadow, now, body);
    now.shortShadow = threshold(m_settings.shortShadow, now, shadows) / 2;
    now.veryShortShadow = threshold(m_settings.veryShortShadow, now, range);
    now.near = threshold(m_settings.nearDistance, now, range);
    now.far = threshold(m_settings.farDistance, now, range);
    now.equal = threshold(m_settings.equalDistance, now, range);
    m_candles[m_count % Kept] = now;
    ++m_count;
}

} // namespace tickstock
