// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/paint/legendpainter.h"

#include <QCoreApplication>

#include <optional>

namespace tickstock {

/// What lies over a chart's bars and changes without them. A value.
struct ChartOverlay
{
    std::optional<QPointF> cursor;      ///< the mouse, over a pane
    std::optional<int> focused;         ///< bar that is read, by mouse, keyboard or a linked chart
    std::optional<double> linkedPrice;  ///< the crosshair's height in a linked chart
    std::optional<Timestamp> highlight; ///< bar that an event points to
    Timestamp marketNow;
    bool isStale = false;
    Milliseconds age{}; ///< stale: of the last price; zero: not known
    bool hasFocus = false;
    QString sourceName;
    QString trouble; ///< what is wrong with the data; empty: nothing
};

/// The top layers of a chart: markers, last price, crosshair, legends, badge. GUI thread.
class OverlayPainter
{
    Q_DECLARE_TR_FUNCTIONS(ChartView)

public:
    void paint(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay);
    /// Where the way back to the present was drawn; null when the view is live.
    const QRectF &liveBadge() const { return m_liveBadge; }

    /// Height of the last price on the screen; nothing when it is off it.
    static std::optional<double> lastPriceY(const ChartScene &scene);

private:
    void paintHighlight(QPainter &painter, const ChartScene &scene, Timestamp barStart) const;
    void paintMarkers(QPainter &painter, const ChartScene &scene) const;
    void paintLastPrice(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay) const;
    static QString staleness(const ChartScene &scene, Milliseconds age);
    void paintCrosshair(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay) const;
    void paintLiveBadge(QPainter &painter, const ChartScene &scene);
    void paintTrouble(QPainter &painter, const ChartScene &scene, const QString &text) const;

    LegendPainter m_legend;
    QRectF m_liveBadge;
};

} // namespace tickstock
