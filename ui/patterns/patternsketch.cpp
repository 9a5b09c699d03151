// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/patternsketch.h"

#include "core/types/threadcheck.h"

#include <QFile>
#include <QPainter>

#include <algorithm>

namespace tickstock {

std::vector<Bar> sketchOf(std::string_view pattern)
{
    QFile file(QStringLiteral(":/tickstock/patternsketches.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray wanted = QByteArray(pattern.data(), static_cast<qsizetype>(pattern.size())) + ',';
    std::vector<Bar> bars;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (!line.startsWith(wanted))
            continue;
        const QList<QByteArray> fields = line.split(',');
        Bar bar;
        bar.open = fields.value(1).toDouble();
        bar.high = fields.value(2).toDouble();
        bar.low = fields.value(3).toDouble();
        bar.close = fields.value(4).toDouble();
        bars.push_back(bar);
    }
    return bars;
}

PatternSketch::PatternSketch(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMinimumSize(240, 120);
}

void PatternSketch::show(std::vector<Bar> bars, int shape)
{
    assertThreadOf(this);
    constexpr std::size_t context = 5; // bars before the pattern; more of them would flatten its shape
    m_bars = std::move(bars);
    m_shape = shape > 0 ? shape : static_cast<int>(m_bars.size());
    if (const std::size_t shown = static_cast<std::size_t>(m_shape) + context; m_bars.size() > shown)
        m_bars.erase(m_bars.begin(), m_bars.end() - static_cast<std::ptrdiff_t>(shown));
    update();
}

void PatternSketch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    if (m_bars.empty())
        return;
    const auto [lowest, highest] = std::pair(
        std::min_element(m_bars.begin(), m_bars.end(), [](const Bar &a, const Bar &b) { return a.low < b.low; })->low,
        std::max_element(m_bars.begin(), m_bars.end(), [](const Bar &a, const Bar &b) {
            return a.high < b.high;
        })->high);
    constexpr double margin = 10;
    const double step = std::min((width() - 2 * margin) / static_cast<double>(m_bars.size()), 40.0);
    const double scale = (height() - 2 * margin) / std::max(highest - lowest, 1e-9);
    const auto y = [&, highest = highest](double price) { return margin + (highest - price) * scale; };
    painter.setRenderHint(QPainter::Antialiasing);
    const std::size_t first = m_bars.size() - std::min(m_bars.size(), static_cast<std::size_t>(m_shape));
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Bar &bar = m_bars[i];
        const bool isUp = bar.close >= bar.open;
        QColor colour = isUp ? m_theme.up : m_theme.down;
        colour.setAlphaF(i < first ? 0.3 : 1.0);
        const double middle = margin + step * (static_cast<double>(i) + 0.5), half = std::min(step * 0.32, 9.0);
        painter.setPen(QPen(colour, 1.4));
        painter.drawLine(QPointF(middle, y(bar.high)), QPointF(middle, y(std::max(bar.open, bar.close))));
        painter.drawLine(QPointF(middle, y(std::min(bar.open, bar.close))), QPointF(middle, y(bar.low)));
        painter.setBrush(isUp ? QBrush(Qt::NoBrush) : QBrush(colour)); // so that they differ without colour, too
        const QRectF body(QPointF(middle - half, y(std::max(bar.open, bar.close))),
                          QPointF(middle + half, y(std::min(bar.open, bar.close))));
        painter.drawRect(body);
    }
}

} // namespace tickstock
