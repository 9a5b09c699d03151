// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawing.h"
#include "ui/chart/paint/overlaypainter.h"
#include "ui/chart/view/historypicture.h"

#include <QRegion>

#include <optional>
#include <utility>
#include <vector>

namespace tickstock {

class DrawingTool;

/// Everything that is painted of a chart on the screen, one layer over the other, and which part of it a tick changes.
/// GUI thread.
class ChartLayers final
{
public:
    using Ruler = std::optional<std::pair<ChartPoint, ChartPoint>>;

    /// @param scene,
    /// @param overlay and
    /// @param tool must outlive the layers
    ChartLayers(const ChartScene &scene, const ChartOverlay &overlay, const DrawingTool &tool);

    /// @param isWhole the whole chart is repainted, not a part of it
    void paint(QPainter &painter, const std::vector<Drawing> &drawings, const Ruler &ruler, bool isWhole);
    /// More than the last bar has changed.
    void invalidateHistory() { m_history.invalidate(); }
    /// What is to be repainted when the last bar alone has changed. @p lineHeight of the legends' text
    QRegion lastBarRegion(int lineHeight) const;

    void setWatermark(const QString &text);
    const QString &watermark() const { return m_watermark; }
    /// Where the way back to the present was drawn; null when the view is live.
    const QRectF &liveBadge() const { return m_overlayPainter.liveBadge(); }

private:
    const ChartScene &m_scene;
    const ChartOverlay &m_overlay;
    const DrawingTool &m_tool;
    HistoryPicture m_history;
    OverlayPainter m_overlayPainter;
    QString m_watermark;
    std::optional<double> m_lastPriceY; // as painted last
};

} // namespace tickstock
