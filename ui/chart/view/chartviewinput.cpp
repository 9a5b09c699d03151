// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartview.h"

#include "ui/chart/drawings/drawinggeometry.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

/// What mouse and keys do to a chart.
namespace tickstock {

namespace {

constexpr double ZoomStep = 1.15;
constexpr double WheelNotch = 120;
/// A notch pans by so many pixels.
constexpr double PannedByNotch = 30;
/// A drag along an axis by so many pixels doubles or halves.
constexpr double PixelsToDouble = 150;
/// The hand trembles by so much when it clicks.
constexpr double ClickReach = 4;
/// A pane's edge is taken hold of from so far.
constexpr double EdgeReach = 3;

} // namespace

/// Zooms about the last bar while live and about the cursor while scrolled back or with Ctrl; over the price axis it
/// stretches the prices; Shift or a horizontal wheel pans, as does every one when it is set so.
void ChartView::wheelEvent(QWheelEvent *event)
{
    event->accept();
    if (m_model.isEmpty())
        return;
    m_kinetic.stop();
    m_pendingJump.reset(); // the user looks elsewhere
    const QPointF at = event->position();
    const QPoint delta = event->angleDelta();
    const bool isCtrl = event->modifiers() & Qt::ControlModifier;
    const bool isAlong = (event->modifiers() & Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y());
    const int pane = m_scene.paneAt(at.y());
    const bool isOnPrices = pane >= 0 && at.x() > m_scene.plot().right();
    if (isAlong || (m_wheel.pans && !isCtrl && !isOnPrices)) {
        const int along = delta.x() != 0 ? delta.x() : delta.y();
        const double pixels =
            event->pixelDelta().x() != 0 ? event->pixelDelta().x() : along / WheelNotch * PannedByNotch;
        panPixels(pixels);
        return;
    }
    if (isOnPrices) {
        m_scene.scale(static_cast<std::size_t>(pane)).stretch(std::pow(ZoomStep, -delta.y() / WheelNotch));
        sceneChanged();
        return;
    }
    TimeScale &time = m_scene.time();
    const bool aboutCursor = isCtrl || m_wheel.zoomsAtCursor || !time.isLive();
    time.zoom(std::pow(ZoomStep, delta.y() / WheelNotch), aboutCursor ? at.x() : time.xOf(time.count() - 1));
    sceneMoved();
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    m_pendingJump.reset();
    m_kinetic.grab();
    m_ruler.reset();
    if (event->button() != Qt::LeftButton || m_model.isEmpty())
        return;
    const QPointF at = event->position();
    m_hasDragged = false;
    m_gripAt = m_pressedAt = at;
    const bool isOnBars = m_scene.mainPane().plot.contains(at);
    if (m_overlayPainter.liveBadge().contains(at)) {
        goLive();
    } else if (isOnBars && event->modifiers() == Qt::ShiftModifier) {
        m_grip = Grip::Ruler;
        m_ruler = std::pair(pointAt(m_scene, at, Magnet::Off), pointAt(m_scene, at, Magnet::Off));
    } else if (isOnBars && m_tool.press(at, event->modifiers())) {
        m_grip = Grip::Tool;
    } else {
        grip(at);
    }
}

void ChartView::grip(const QPointF &at)
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
std::optional<std::size_t> ChartView::paneEdgeAt(const QPointF &at) const
{
    for (std::size_t pane = 1; pane < m_scene.panes().size(); ++pane) {
        if (std::abs(m_scene.panes()[pane].plot.top() - at.y()) <= EdgeReach)
            return pane;
    }
    return std::nullopt;
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    m_hasDragged = m_hasDragged || (m_grip != Grip::None && (at - m_pressedAt).manhattanLength() > ClickReach);
    if (m_grip == Grip::None || m_grip == Grip::Tool)
        m_tool.move(at, event->modifiers());
    else if (m_hasDragged)
        drag(at);
    readCursor(at);
    if (m_grip == Grip::None) {
        showCursorShape(at);
        showMarkerTip(at, event->globalPosition().toPoint());
    }
}

void ChartView::drag(const QPointF &at)
{
    const QPointF by = at - std::exchange(m_gripAt, at);
    switch (m_grip) {
    case Grip::Plot: dragPlot(by); break;
    case Grip::PriceAxis:
        m_scene.scale(m_gripPane).stretch(std::exp2(by.y() / PixelsToDouble));
        sceneChanged();
        break;
    case Grip::TimeAxis:
        m_scene.time().zoom(std::exp2(by.x() / PixelsToDouble), m_scene.plot().right());
        sceneMoved();
        break;
    case Grip::PaneEdge:
        m_scene.movePaneEdge(m_gripPane, at.y());
        changeSetup();
        break;
    case Grip::Ruler:
        if (m_ruler && !m_model.isEmpty())
            m_ruler->second = pointAt(m_scene, at, Magnet::Off);
        break;
    case Grip::Tool:
    case Grip::None: break;
    }
}

void ChartView::showCursorShape(const QPointF &at)
{
    const bool isOverEdge = at.x() < m_scene.plot().right() && paneEdgeAt(at);
    setCursor(isOverEdge ? Qt::SplitVCursor : m_tool.armed() ? Qt::CrossCursor : Qt::ArrowCursor);
}

void ChartView::dragPlot(const QPointF &by)
{
    setCursor(Qt::ClosedHandCursor);
    m_kinetic.drag(by.x());
    PriceScale &scale = m_scene.scale(m_gripPane);
    if (!scale.isAutomatic())
        scale.shift(by.y());
    panPixels(by.x());
}

void ChartView::panPixels(double pixels)
{
    m_scene.time().panBars(-pixels / m_scene.time().barWidth());
    sceneMoved();
}

void ChartView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_grip == Grip::Tool) {
        m_tool.release(event->position(), event->modifiers());
    } else if (m_grip == Grip::Plot && m_hasDragged) {
        m_kinetic.release();
    } else if (m_grip == Grip::Plot) {
        if (const auto marker = markerAt(event->position()))
            Q_EMIT eventClicked(*marker->event);
    }
    m_grip = Grip::None;
    unsetCursor();
}

/// An axis goes back to following what is on screen; the time axis also to the present.
void ChartView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_model.isEmpty())
        return;
    const int pane = m_scene.paneAt(event->position().y());
    if (m_tool.press(event->position(), event->modifiers())) { // a fast second click
        m_grip = Grip::Tool;
        return;
    }
    if (pane < 0)
        m_scene.time().resetZoom();
    else if (event->position().x() > m_scene.plot().right())
        m_scene.scale(static_cast<std::size_t>(pane)).setAutomatic(true);
    else
        return;
    m_grip = Grip::None;
    sceneMoved();
}

void ChartView::focusInEvent(QFocusEvent *event)
{
    update();
    QWidget::focusInEvent(event);
}

void ChartView::focusOutEvent(QFocusEvent *event)
{
    update();
    QWidget::focusOutEvent(event);
}

void ChartView::zoomIn()
{
    zoomBy(ZoomStep);
}

void ChartView::zoomOut()
{
    zoomBy(1 / ZoomStep);
}

/// About the last bar while live, about the middle while scrolled back.
void ChartView::zoomBy(double factor)
{
    TimeScale &time = m_scene.time();
    time.zoom(factor, time.isLive() ? time.xOf(time.count() - 1) : m_scene.plot().center().x());
    sceneMoved();
}

void ChartView::resetView()
{
    m_scene.time().resetZoom();
    m_scene.scale(0).setAutomatic(true);
    sceneMoved();
}

void ChartView::goLive()
{
    m_kinetic.stop();
    m_scene.time().goLive();
    sceneMoved();
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    const bool isFar = event->modifiers() & Qt::ControlModifier;
    TimeScale &time = m_scene.time();
    const int page = static_cast<int>(time.width() / time.barWidth() * 0.8);
    m_kinetic.stop();
    m_pendingJump.reset();
    switch (event->key()) {
    case Qt::Key_Left: moveFocus(isFar ? -10 : -1); return;
    case Qt::Key_Right: moveFocus(isFar ? 10 : 1); return;
    case Qt::Key_PageUp: time.panBars(-page); break;
    case Qt::Key_PageDown: time.panBars(page); break;
    case Qt::Key_Home: time.goToStart(); break;
    case Qt::Key_End: time.goLive(); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomIn(); return;
    case Qt::Key_Minus: zoomOut(); return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!isFar) {
            QWidget::keyPressEvent(event);
            return;
        }
        event->key() == Qt::Key_Up ? zoomIn() : zoomOut();
        return;
    case Qt::Key_0: resetView(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: placeByKeyboard(); return;
    case Qt::Key_Delete: m_tool.removeSelected(); return;
    case Qt::Key_Escape:
        m_ruler.reset();
        m_grip = Grip::None;
        if (m_tool.cancel())
            return;
        m_overlay.highlight.reset();
        setFocusedBar(std::nullopt);
        tellCrosshair();
        break;
    default: {
        const QString text = event->text();
        const bool begins = text.size() == 1 && (text[0].isLetterOrNumber() || text[0] == u',');
        if (begins && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
            Q_EMIT typed(text);
        else
            QWidget::keyPressEvent(event);
        return;
    }
    }
    sceneMoved();
}

} // namespace tickstock
