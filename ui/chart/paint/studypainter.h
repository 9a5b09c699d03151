// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/paint/seriespainter.h"
#include "ui/chart/scene/chartscene.h"

#include <QPolygonF>

namespace tickstock {

/// Draws the lines, levels and histograms of studies. Keeps its buffers from frame to frame. GUI thread.
class StudyPainter
{
public:
    /// Values of the bars [first, last); lines begin at the value before.
    void paint(QPainter &painter, const ChartScene &scene, const ChartPane &pane, int first, int last);

    static QColor colourOf(const ChartScene &scene, const ShownStudy &shown, std::size_t line);

private:
    void paintLine(QPainter &painter, const ChartScene &scene, const ChartPane &pane, const ValueSeries &values,
                   int first, int last, const QColor &colour);
    void paintColumns(QPainter &painter, const ChartScene &scene, const ChartPane &pane, const ValueSeries &values,
                      int first, int last, const QColor &colour);
    void paintSteps(QPainter &painter, const ChartScene &scene, const ChartPane &pane, const ValueSeries &values,
                    int first, int last);
    void paintHistogram(QPainter &painter, const ChartScene &scene, const ChartPane &pane, const ValueSeries &values,
                        int first, int last);

    QPolygonF m_points;
    RectBatch m_up, m_down;
    SeriesPainter m_volume;
};

} // namespace tickstock
