// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/paint/chartaxis.h"
#include "ui/chart/paint/seriespainter.h"
#include "ui/chart/paint/studypainter.h"

#include <QCoreApplication>

namespace tickstock {

/// The lowest two layers of a chart: everything that stays while prices move, and, on top of it, the last bar. GUI
/// thread.
class HistoryPainter
{
    Q_DECLARE_TR_FUNCTIONS(ChartView)

public:
    /// Background, sessions, grid, axes, holes, and all bars and studies but the last bar's.
    void paintHistory(QPainter &painter, const ChartScene &scene, const QString &watermark);
    /// The last bar and its studies.
    void paintLastBar(QPainter &painter, const ChartScene &scene);

private:
    void paintSessions(QPainter &painter, const ChartScene &scene) const;
    void paintPriceGrid(QPainter &painter, const ChartScene &scene, std::size_t pane) const;
    void paintTimeGrid(QPainter &painter, const ChartScene &scene) const;
    void paintTimeAxis(QPainter &painter, const ChartScene &scene) const;
    void paintGaps(QPainter &painter, const ChartScene &scene) const;
    void paintBars(QPainter &painter, const ChartScene &scene, int first, int last);

    SeriesPainter m_series;
    StudyPainter m_studies;
    std::vector<TimeTick> m_ticks;
};

/// A value as the axis of its pane shows it.
QString paneText(const ChartScene &scene, std::size_t pane, double value);

} // namespace tickstock
