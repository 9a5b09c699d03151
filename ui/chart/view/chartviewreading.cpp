// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartview.h"

#include "ui/chart/series/timeindex.h"
#include "ui/chart/view/bartext.h"
#include "ui/events/eventtext.h"

#include <QAccessible>
#include <QToolTip>

#include <algorithm>
#include <cmath>

/// Which bar is read, by mouse, keyboard or a linked chart, and what is on it.
namespace tickstock {

namespace {

constexpr double MarkerReach = 9; // pixels

} // namespace

void ChartView::leaveEvent(QEvent *)
{
    m_overlay.cursor.reset();
    if (!m_focusIsByKeyboard) {
        setFocusedBar(std::nullopt);
        tellCrosshair();
    }
    update();
}

void ChartView::readCursor(const QPointF &position)
{
    const bool isOverBars = m_scene.plot().contains(position) && !m_model.isEmpty();
    m_focusIsByKeyboard = false;
    m_overlay.cursor = isOverBars ? std::optional(position) : std::nullopt;
    m_overlay.linkedPrice.reset();
    if (isOverBars)
        focusUnder(position);
    else
        setFocusedBar(std::nullopt);
    tellCrosshair();
    update();
}

/// Bars move under the mouse, too.
void ChartView::focusUnder(const QPointF &position)
{
    const int index = static_cast<int>(std::lround(m_scene.time().indexOf(position.x())));
    setFocusedBar(std::clamp(index, 0, m_model.count() - 1));
}

void ChartView::tellCrosshair()
{
    const QRectF &bars = m_scene.mainPane().plot;
    const bool isOverPrices = m_overlay.cursor && bars.contains(*m_overlay.cursor);
    Q_EMIT crosshairMoved(m_focused.value_or(Timestamp()),
                          isOverPrices ? m_scene.mainPane().scale.valueOf(m_overlay.cursor->y()) : NoValue);
}

void ChartView::showLinkedCrosshair(Timestamp bar, Timeframe timeframe, double price)
{
    const int index = bar.isValid() && !m_model.isEmpty() ? indexOfBar(m_model, bar, timeframe) : -1;
    const double x = m_scene.time().xOf(index);
    const bool isOnScreen = index >= 0 && x >= m_scene.plot().left() && x <= m_scene.plot().right();
    const auto focused = isOnScreen ? std::optional(index) : std::nullopt;
    const auto linked = std::isnan(price) ? std::nullopt : std::optional(price);
    if (!m_overlay.cursor && m_overlay.focused == focused && m_overlay.linkedPrice == linked)
        return;
    m_focusIsByKeyboard = false;
    m_overlay.cursor.reset();
    m_overlay.linkedPrice = linked;
    setFocusedBar(focused);
    update();
}

void ChartView::setFocusedBar(std::optional<int> index)
{
    m_focused = index ? std::optional(m_model.series()[*index].start) : std::nullopt;
    if (std::exchange(m_overlay.focused, index) == index)
        return;
    if (QAccessible::isActive())
        setAccessibleDescription(index ? describeBar(m_model, *index) : QString()); // which is read out
}

std::optional<MarkerPlace> ChartView::markerAt(const QPointF &position) const
{
    std::optional<MarkerPlace> nearest;
    double distance = MarkerReach;
    if (m_model.isEmpty())
        return nearest;
    forEachMarker(m_scene, [&](const MarkerPlace &place) {
        const double to = (place.tip - position).manhattanLength();
        if (to < distance) {
            distance = to;
            nearest = place;
        }
    });
    return nearest;
}

std::optional<MarkerPlace> ChartView::focusedMarker() const
{
    std::optional<MarkerPlace> found;
    if (const auto bar = m_focused ? m_focused : m_overlay.highlight) {
        forEachMarker(m_scene, [&](const MarkerPlace &place) {
            if (!found && place.event->barStart == *bar)
                found = place;
        });
    }
    return found;
}

void ChartView::showMarkerTip(const QPointF &position, const QPoint &globalPosition)
{
    const auto marker = markerAt(position);
    if (marker)
        QToolTip::showText(globalPosition, tipOf(*marker->event), this);
    else if (QToolTip::isVisible())
        QToolTip::hideText();
}

/// Moves the crosshair by keyboard and keeps it on screen.
void ChartView::moveFocus(int bars)
{
    if (m_model.isEmpty())
        return;
    TimeScale &time = m_scene.time();
    const int from = m_overlay.focused.value_or(time.count() - 1);
    const int index = std::clamp(from + bars, 0, time.count() - 1);
    m_overlay.cursor.reset();
    m_overlay.linkedPrice.reset();
    m_focusIsByKeyboard = true;
    const QRectF plot = m_scene.plot();
    const double x = time.xOf(index);
    if (x < plot.left() + time.barWidth())
        time.panBars((x - plot.left()) / time.barWidth() - 1);
    else if (x > plot.right() - time.barWidth())
        time.panBars((x - plot.right()) / time.barWidth() + 1);
    setFocusedBar(index);
    sceneMoved();
    tellCrosshair();
    m_tool.aim({*m_focused, m_model.series()[index].close});
}

/// A point of a drawing, at the close of the bar that is read.
void ChartView::placeByKeyboard()
{
    if (m_overlay.focused)
        m_tool.place({*m_focused, m_model.series()[*m_overlay.focused].close});
}

} // namespace tickstock
