// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartlayers.h"

#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/drawings/drawingpainter.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/drawings/ruler.h"

#include <QPainter>

#include <algorithm>

namespace tickstock {

ChartLayers::ChartLayers(const ChartScene &scene, const ChartOverlay &overlay, const DrawingTool &tool)
    : m_scene(scene)
    , m_overlay(overlay)
    , m_tool(tool)
{
}

void ChartLayers::setWatermark(const QString &text)
{
    m_watermark = text;
    m_history.invalidate();
}

void ChartLayers::paint(QPainter &painter, const std::vector<Drawing> &drawings, const Ruler &ruler, bool isWhole)
{
    m_history.paint(painter, m_scene, m_watermark, isWhole);
    m_history.paintLastBar(painter, m_scene);
    paintDrawings(painter, m_scene, drawings, m_tool.draft(), m_tool.selected());
    m_overlayPainter.paint(painter, m_scene, m_overlay);
    if (ruler)
        paintRuler(painter, m_scene, pointOf(m_scene, ruler->first), pointOf(m_scene, ruler->second));
    m_lastPriceY = OverlayPainter::lastPriceY(m_scene);
}

/// The last bar's column to the right edge, its axis, the line of the last price before and now, and the legends.
QRegion ChartLayers::lastBarRegion(int lineHeight) const
{
    const QSize size = m_scene.size().toSize();
    const TimeScale &time = m_scene.time();
    if (m_scene.model().isEmpty())
        return QRect(QPoint(), size);
    // Off the screen, its price stands on the axis still; on narrow bars, a pattern's arrow is wider.
    const double last = time.xOf(m_scene.model().count() - 1) - std::max(time.barWidth() * 1.5, 8.0) - 2;
    const double left = std::min(last, m_scene.plot().right());
    QRegion region(QRectF(left, 0, size.width() - left, size.height()).toAlignedRect());
    for (const auto &y : {m_lastPriceY, OverlayPainter::lastPriceY(m_scene)}) {
        if (y)
            region += QRect(0, static_cast<int>(*y) - 1, size.width(), 3);
    }
    for (const ChartPane &pane : m_scene.panes()) { // their legends, each study in a line of its own at worst
        const int lines = 2 + static_cast<int>(pane.studies.size());
        region += QRect(0, static_cast<int>(pane.plot.top()), size.width(), lineHeight * lines + 10);
    }
    return region;
}

} // namespace tickstock
