// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRectF>
#include <QString>

namespace tickstock {

struct PatternEvent;

/// What gestures need of the chart that they act on, besides its scene: ChartView on the screen, a fake in tests. GUI
/// thread.
class ChartTarget
{
public:
    virtual ~ChartTarget() = default;

    /// A hand or a key is at the chart: a jump that still waits for its bars is cancelled.
    virtual void gestureStarted() = 0;
    /// Scales have changed.
    virtual void sceneChanged() = 0;
    /// The chart has moved on its time axis; linked charts go along.
    virtual void sceneMoved() = 0;
    /// A pane has another share of the height.
    virtual void paneResized() = 0;

    /// Where the way back to the present is drawn; null when the chart is live.
    virtual QRectF liveBadge() const = 0;
    virtual void showPointer(Qt::CursorShape shape) = 0;
    /// @p event null: there is nothing to explain here. @p position on the screen.
    virtual void showMarkerTip(const PatternEvent *event, const QPoint &position) = 0;
    virtual void chooseEvent(const PatternEvent &event) = 0;
    /// The beginning of a symbol or a time frame has been typed.
    virtual void beginTyping(const QString &text) = 0;
};

} // namespace tickstock
