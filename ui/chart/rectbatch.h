// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPainter>
#include <QRect>

#include <cmath>
#include <vector>

namespace tickstock {

/// Device pixels under a painter that works in device-independent ones: what is drawn on them is sharp at any scaling.
class DeviceGrid
{
public:
    explicit DeviceGrid(qreal ratio = 1)
        : m_ratio(ratio)
    {
    }
    qreal ratio() const { return m_ratio; }
    /// The pixel that holds this coordinate, and the edge nearest to it.
    int pixel(double coordinate) const { return static_cast<int>(std::floor(coordinate * m_ratio)); }
    int edge(double coordinate) const { return static_cast<int>(std::lround(bounded(coordinate * m_ratio))); }
    /// A length, at least one pixel.
    int length(double length) const { return std::max(1, static_cast<int>(std::lround(length * m_ratio))); }
    /// The same place in device-independent pixels.
    double snapped(double coordinate) const { return edge(coordinate) / m_ratio; }

private:
    /// Far off the screen is as good as anywhere.
    static double bounded(double pixels) { return std::min(std::max(pixels, -1e6), 1e6); }

    qreal m_ratio;
};

/// Draws in device pixels while it lives.
class DevicePixels
{
public:
    DevicePixels(QPainter &painter, const DeviceGrid &grid)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.scale(1 / grid.ratio(), 1 / grid.ratio());
    }
    ~DevicePixels() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(DevicePixels)

private:
    QPainter &m_painter;
};

/// Rectangles of one colour, drawn in one call, in device pixels. Keeps its memory from frame to frame.
class RectBatch
{
public:
    void clear() { m_rects.clear(); }
    void add(int x, int y, int width, int height) { m_rects.emplace_back(x, y, width, height); }
    void draw(QPainter &painter, const QColor &colour) const
    {
        if (m_rects.empty())
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRects(m_rects.data(), static_cast<int>(m_rects.size()));
    }

private:
    std::vector<QRect> m_rects;
};

} // namespace tickstock
