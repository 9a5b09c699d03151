// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/devicegrid.h"

#include <QPainter>
#include <QRect>

#include <vector>

namespace tickstock {

/// Draws in device pixels while it lives. GUI thread.
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

/// Rectangles of one colour, drawn in one call, in device pixels. Keeps its memory from frame to frame. GUI thread.
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
