// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawing.h"
#include "ui/chart/view/kineticpan.h"
#include "ui/chart/view/wheelhabits.h"

#include <QObject>
#include <QPointF>

#include <optional>
#include <utility>

class QMouseEvent;
class QWheelEvent;

namespace tickstock {

class ChartScene;
class ChartTarget;
class Crosshair;
class DrawingTool;

/// Turns mouse and wheel into changes of a chart's scene, its crosshair and its drawings. Knows no widget. GUI thread.
class ChartGestures final : public QObject
{
    Q_OBJECT

public:
    /// All of them must outlive the gestures.
    ChartGestures(ChartScene &scene, Crosshair &crosshair, DrawingTool &tool, ChartTarget &target,
                  QObject *parent = nullptr);

    void setWheelHabits(const WheelHabits &habits) { m_wheel = habits; }

    void wheel(const QWheelEvent &event);
    void press(const QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release(const QMouseEvent &event);
    void doubleClick(const QMouseEvent &event);

    void zoomIn();
    void zoomOut();
    void goLive();
    void resetView();

    /// The hand has hold of the time axis, or the chart still coasts from a drag.
    bool holdsTime() const { return m_grip == Grip::Plot || m_kinetic.isRunning(); }
    void stopCoasting() { m_kinetic.stop(); }
    /// What the hand has hold of is not there any more.
    void letGo() { m_grip = Grip::None; }
    /// Nothing is held or measured any more.
    void cancel();
    /// What is measured: from, to.
    const std::optional<std::pair<ChartPoint, ChartPoint>> &ruler() const { return m_ruler; }

private:
    /// What the hand has hold of.
    enum class Grip { None, Plot, PriceAxis, TimeAxis, PaneEdge, Tool, Ruler };

    bool isEmpty() const;
    void grip(const QPointF &at);
    void drag(const QPointF &at);
    void dragPlot(const QPointF &by);
    void pan(double pixels);
    void zoomBy(double factor);
    std::optional<std::size_t> paneEdgeAt(const QPointF &at) const;
    void showPointer(const QPointF &at);

    ChartScene &m_scene;
    Crosshair &m_crosshair;
    DrawingTool &m_tool;
    ChartTarget &m_target;
    KineticPan m_kinetic;
    WheelHabits m_wheel;
    Grip m_grip = Grip::None;
    std::size_t m_gripPane = 0;
    QPointF m_gripAt, m_pressedAt;
    bool m_hasDragged = false;
    std::optional<std::pair<ChartPoint, ChartPoint>> m_ruler;
};

} // namespace tickstock
