// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartgestures.h"

#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/scene/markerplace.h"
#include "ui/chart/view/charttarget.h"
#include "ui/chart/view/crosshair.h"

#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double ZoomStep = 1.15;
constexpr double WheelNotch = 120;
/// A notch pans by so many pixels.
constexpr double PannedByNotch = 30;
/// A drag along an axis by so many pixels doubles or halves.
constexpr double PixelsToDouble = 150;
/// A hand that clicks moves by this many pixels at most.
constexpr double ClickReach = 4;
/// A hand takes hold of a pane's edge from this many pixels.
constexpr double EdgeReach = 3;

} // namespace

ChartGestures::ChartGestures(ChartScene &scene, Crosshair &crosshair, DrawingTool &tool, ChartTarget &target,
                             QObject *parent)
    : QObject(parent)
    , m_scene(scene)
    , m_crosshair(crosshair)
    , m_tool(tool)
    , m_target(target)
{
    connect(&m_kinetic, &KineticPan::moved, this, &ChartGestures::pan);
}

bool ChartGestures::isEmpty() const
{
    return m_scene.model().isEmpty();
}

void ChartGestures::cancel()
{
    m_ruler.reset();
    m_grip = Grip::None;
}

/// Zooms about the last bar while live and about the cursor while scrolled back or with Ctrl; over the price axis it
/// stretches the prices; Shift or a horizontal wheel pans, as does every one when it is set so.
void ChartGestures::wheel(const QWheelEvent &event)
{
    if (isEmpty())
        return;
    m_kinetic.stop();
    m_target.gestureStarted();
    const QPointF at = event.position();
    const QPoint delta = event.angleDelta();
    const bool isCtrl = event.modifiers() & Qt::ControlModifier;
    const bool isAlong = (event.modifiers() & Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y());
    const int pane = m_scene.paneAt(at.y());
    const bool isOnPrices = pane >= 0 && at.x() > m_scene.plot().right();
    if (isAlong || (m_wheel.pans && !isCtrl && !isOnPrices)) {
        const int along = delta.x() != 0 ? delta.x() : delta.y();
        pan(event.pixelDelta().x() != 0 ? event.pixelDelta().x() : along / WheelNotch * PannedByNotch);
        return;
    }
    if (isOnPrices) {
        m_scene.scale(static_cast<std::size_t>(pane)).stretch(std::pow(ZoomStep, -delta.y() / WheelNotch));
        m_target.sceneChanged();
        return;
    }
    TimeScale &time = m_scene.time();
    const bool aboutCursor = isCtrl || m_wheel.zoomsAtCursor || !time.isLive();
    time.zoom(std::pow(ZoomStep, delta.y() / WheelNotch), aboutCursor ? at.x() : time.xOf(time.count() - 1));
    m_target.sceneMoved();
}

void ChartGestures::press(const QMouseEvent &event)
{
    m_target.gestureStarted();
    m_kinetic.grab();
    m_ruler.reset();
    if (event.button() != Qt::LeftButton || isEmpty())
        return;
    const QPointF at = event.position();
    m_hasDragged = false;
    m_gripAt = m_pressedAt = at;
    const bool isOnBars = m_scene.mainPane().plot.contains(at);
    if (m_target.liveBadge().contains(at)) {
        goLive();
    } else if (isOnBars && event.modifiers() == Qt::ShiftModifier) {
        m_grip = Grip::Ruler;
        m_ruler = std::pair(pointAt(m_scene, at, Magnet::Off), pointAt(m_scene, at, Magnet::Off));
    } else if (isOnBars && m_tool.press(at, event.modifiers())) {
        m_grip = Grip::Tool;
    } else {
        grip(at);
    }
}

void ChartGestures::grip(const QPointF &at)
{
    const int pane = m_scene.paneAt(at.y());
    m_gripPane = static_cast<std::size_t>(std::max(0, pane));
    if (const auto edge = paneEdgeAt(at)) {
        m_grip = Grip::PaneEdge;
        m_gripPane = *edge;
    } else if (pane < 0) {
        m_grip = Grip::TimeAxis;
    } else {
        m_grip = at.x() > m_scene.plot().right() ? Grip::PriceAxis : Grip::Plot;
    }
}

/// The pane whose upper edge is here.
std::optional<std::size_t> ChartGestures::paneEdgeAt(const QPointF &at) const
{
    for (std::size_t pane = 1; pane < m_scene.panes().size(); ++pane) {
        if (std::abs(m_scene.panes()[pane].plot.top() - at.y()) <= EdgeReach)
            return pane;
    }
    return std::nullopt;
}

void ChartGestures::move(const QMouseEvent &event)
{
    const QPointF at = event.position();
    m_hasDragged = m_hasDragged || (m_grip != Grip::None && (at - m_pressedAt).manhattanLength() > ClickReach);
    if (m_grip == Grip::None || m_grip == Grip::Tool)
        m_tool.move(at, event.modifiers());
    else if (m_hasDragged)
        drag(at);
    m_crosshair.moveTo(at);
    if (m_grip == Grip::None) {
        showPointer(at);
        const auto marker = markerAt(m_scene, at);
        m_target.showMarkerTip(marker ? marker->event : nullptr, event.globalPosition().toPoint());
    }
}

void ChartGestures::drag(const QPointF &at)
{
    const QPointF by = at - std::exchange(m_gripAt, at);
    switch (m_grip) {
    case Grip::Plot: dragPlot(by); break;
    case Grip::PriceAxis:
        m_scene.scale(m_gripPane).stretch(std::exp2(by.y() / PixelsToDouble));
        m_target.sceneChanged();
        break;
    case Grip::TimeAxis:
        m_scene.time().zoom(std::exp2(by.x() / PixelsToDouble), m_scene.plot().right());
        m_target.sceneMoved();
        break;
    case Grip::PaneEdge:
        m_scene.movePaneEdge(m_gripPane, at.y());
        m_target.paneResized();
        break;
    case Grip::Ruler:
        if (m_ruler && !isEmpty())
            m_ruler->second = pointAt(m_scene, at, Magnet::Off);
        break;
    case Grip::Tool:
    case Grip::None: break;
    }
}

void ChartGestures::dragPlot(const QPointF &by)
{
    m_target.showPointer(Qt::ClosedHandCursor);
    m_kinetic.drag(by.x());
    PriceScale &scale = m_scene.scale(m_gripPane);
    if (!scale.isAutomatic())
        scale.shift(by.y());
    pan(by.x());
}

void ChartGestures::showPointer(const QPointF &at)
{
    const bool isOverEdge = at.x() < m_scene.plot().right() && paneEdgeAt(at);
    m_target.showPointer(isOverEdge ? Qt::SplitVCursor : m_tool.armed() ? Qt::CrossCursor : Qt::ArrowCursor);
}

void ChartGestures::pan(double pixels)
{
    m_scene.time().panBars(-pixels / m_scene.time().barWidth());
    m_target.sceneMoved();
}

void ChartGestures::release(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton)
        return;
    if (m_grip == Grip::Tool) {
        m_tool.release(event.position(), event.modifiers());
    } else if (m_grip == Grip::Plot && m_hasDragged) {
        m_kinetic.release();
    } else if (m_grip == Grip::Plot) {
        if (const auto marker = markerAt(m_scene, event.position()))
            m_target.chooseEvent(*marker->event);
    }
    m_grip = Grip::None;
    m_target.showPointer(Qt::ArrowCursor);
}

/// An axis goes back to following what is on screen; the time axis also to the present.
void ChartGestures::doubleClick(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton || isEmpty())
        return;
    const int pane = m_scene.paneAt(event.position().y());
    if (m_tool.press(event.position(), event.modifiers())) { // a fast second click
        m_grip = Grip::Tool;
        return;
    }
    if (pane < 0)
        m_scene.time().resetZoom();
    else if (event.position().x() > m_scene.plot().right())
        m_scene.scale(static_cast<std::size_t>(pane)).setAutomatic(true);
    else
        return;
    m_grip = Grip::None;
    m_target.sceneMoved();
}

void ChartGestures::zoomIn()
{
    zoomBy(ZoomStep);
}

void ChartGestures::zoomOut()
{
    zoomBy(1 / ZoomStep);
}

/// About the last bar while live, about the middle while scrolled back.
void ChartGestures::zoomBy(double factor)
{
    TimeScale &time = m_scene.time();
    time.zoom(factor, time.isLive() ? time.xOf(time.count() - 1) : m_scene.plot().center().x());
    m_target.sceneMoved();
}

void ChartGestures::resetView()
{
    m_scene.time().resetZoom();
    m_scene.scale(0).setAutomatic(true);
    m_target.sceneMoved();
}

void ChartGestures::goLive()
{
    m_kinetic.stop();
    m_scene.time().goLive();
    m_target.sceneMoved();
}

} // namespace tickstock
