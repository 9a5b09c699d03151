// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/candlepainter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// Below this a body cannot be told from its wick.
constexpr double NarrowestBody = 3;

/// Calls @p use with each run of bars that falls into one pixel column, merged into one bar.
template<class Use>
void forEachColumn(const ChartViewport &viewport, std::span<const Bar> bars, int first, int last, Use use)
{
    for (int i = first; i < last;) {
        const double column = std::floor(viewport.xOf(i));
        Bar merged = bars[static_cast<std::size_t>(i)];
        double highestVolume = merged.volume;
        for (++i; i < last && std::floor(viewport.xOf(i)) == column; ++i) {
            const Bar &bar = bars[static_cast<std::size_t>(i)];
            merged.high = std::max(merged.high, bar.high);
            merged.low = std::min(merged.low, bar.low);
            merged.close = bar.close;
            highestVolume = std::max(highestVolume, bar.volume);
        }
        merged.volume = highestVolume;
        use(merged, column);
    }
}

} // namespace

void CandlePainter::paintCandles(QPainter &painter, const Theme &theme, const ChartViewport &viewport,
                                 std::span<const Bar> bars, int first, int last)
{
    m_up.clear();
    m_down.clear();
    if (viewport.barWidth() < 1.5) {
        forEachColumn(viewport, bars, first, last,
                      [&](const Bar &merged, double x) { addColumn(viewport, merged, x); });
    } else {
        // Odd widths sit symmetrically on a one-pixel wick.
        double width = std::floor(viewport.barWidth() * 0.75);
        width = width < NarrowestBody ? 1 : width - (std::fmod(width, 2) == 0 ? 1 : 0);
        for (int i = first; i < last; ++i)
            addCandle(viewport, bars[static_cast<std::size_t>(i)], std::floor(viewport.xOf(i)), width);
    }
    flush(painter, theme.up, theme.down);
}

void CandlePainter::addCandle(const ChartViewport &viewport, const Bar &bar, double x, double width)
{
    auto &shapes = bar.close >= bar.open ? m_up : m_down;
    const double high = std::round(viewport.yOf(bar.high)), low = std::round(viewport.yOf(bar.low));
    const double top = std::round(viewport.yOf(std::max(bar.open, bar.close)));
    const double bottom = std::round(viewport.yOf(std::min(bar.open, bar.close)));
    shapes.emplace_back(x, high, 1, std::max(1.0, low - high));
    if (width > 1)
        shapes.emplace_back(x - (width - 1) / 2, top, width, std::max(1.0, bottom - top));
}

void CandlePainter::addColumn(const ChartViewport &viewport, const Bar &merged, double x)
{
    auto &shapes = merged.close >= merged.open ? m_up : m_down;
    const double high = std::round(viewport.yOf(merged.high)), low = std::round(viewport.yOf(merged.low));
    shapes.emplace_back(x, high, 1, std::max(1.0, low - high));
}

void CandlePainter::paintVolume(QPainter &painter, const Theme &theme, const ChartViewport &viewport,
                                std::span<const Bar> bars, int first, int last, const QRectF &area, double highest)
{
    if (!(highest > 0))
        return;
    m_up.clear();
    m_down.clear();
    const auto add = [&](const Bar &bar, double x, double width) {
        const double height = std::max(1.0, std::round(bar.volume / highest * area.height()));
        (bar.close >= bar.open ? m_up : m_down)
            .emplace_back(x - std::floor(width / 2), area.bottom() - height, width, height);
    };
    if (viewport.barWidth() < 1.5) {
        forEachColumn(viewport, bars, first, last, [&](const Bar &merged, double x) { add(merged, x, 1); });
    } else {
        const double width = std::max(1.0, std::floor(viewport.barWidth() * 0.75));
        for (int i = first; i < last; ++i)
            add(bars[static_cast<std::size_t>(i)], std::floor(viewport.xOf(i)), width);
    }
    flush(painter, theme.upVolume, theme.downVolume);
}

void CandlePainter::flush(QPainter &painter, const QColor &up, const QColor &down)
{
    painter.setPen(Qt::NoPen);
    for (const auto &[shapes, colour] : {std::pair(&m_up, up), std::pair(&m_down, down)}) {
        painter.setBrush(colour);
        painter.drawRects(shapes->data(), static_cast<int>(shapes->size()));
    }
}

} // namespace tickstock
