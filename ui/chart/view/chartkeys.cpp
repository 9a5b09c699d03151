// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartkeys.h"

#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/view/chartgestures.h"
#include "ui/chart/view/charttarget.h"
#include "ui/chart/view/crosshair.h"

#include <QKeyEvent>

#include <algorithm>

namespace tickstock {

namespace {

/// Of the plot's width, moved by one key.
constexpr double PageShare = 0.8;

} // namespace

ChartKeys::ChartKeys(ChartScene &scene, Crosshair &crosshair, DrawingTool &tool, ChartGestures &gestures,
                     ChartTarget &target)
    : m_scene(scene)
    , m_crosshair(crosshair)
    , m_tool(tool)
    , m_gestures(gestures)
    , m_target(target)
{
}

bool ChartKeys::press(const QKeyEvent &event)
{
    m_gestures.stopCoasting();
    m_target.gestureStarted();
    return pressReading(event) || pressMoving(event) || pressLetter(event);
}

/// Those that choose a bar, and draw on it.
bool ChartKeys::pressReading(const QKeyEvent &event)
{
    const int step = event.modifiers() & Qt::ControlModifier ? 10 : 1;
    switch (event.key()) {
    case Qt::Key_Left: moveFocus(-step); return true;
    case Qt::Key_Right: moveFocus(step); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: placeByKeyboard(); return true;
    case Qt::Key_Delete: m_tool.removeSelected(); return true;
    case Qt::Key_Escape: cancel(); return true;
    default: return false;
    }
}

bool ChartKeys::pressMoving(const QKeyEvent &event)
{
    TimeScale &time = m_scene.time();
    const int page = static_cast<int>(time.width() / time.barWidth() * PageShare);
    switch (event.key()) {
    case Qt::Key_PageUp: time.panBars(-page); break;
    case Qt::Key_PageDown: time.panBars(page); break;
    case Qt::Key_Home: time.goToStart(); break;
    case Qt::Key_End: time.goLive(); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: m_gestures.zoomIn(); return true;
    case Qt::Key_Minus: m_gestures.zoomOut(); return true;
    case Qt::Key_0: m_gestures.resetView(); return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!(event.modifiers() & Qt::ControlModifier))
            return false;
        event.key() == Qt::Key_Up ? m_gestures.zoomIn() : m_gestures.zoomOut();
        return true;
    default: return false;
    }
    m_target.sceneMoved();
    return true;
}

/// The beginning of a symbol or of a time frame.
bool ChartKeys::pressLetter(const QKeyEvent &event)
{
    const QString text = event.text();
    const bool begins = text.size() == 1 && (text[0].isLetterOrNumber() || text[0] == u',');
    if (!begins || (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return false;
    m_target.beginTyping(text);
    return true;
}

/// Takes back what is measured, and the first of these there is: what is being drawn, the bar that is read.
void ChartKeys::cancel()
{
    m_gestures.cancel();
    if (m_tool.cancel())
        return;
    m_crosshair.clear();
    m_target.sceneMoved();
}

/// Moves the crosshair by keyboard and keeps it on screen.
void ChartKeys::moveFocus(int bars)
{
    if (m_scene.model().isEmpty())
        return;
    TimeScale &time = m_scene.time();
    const int index = std::clamp(m_crosshair.bar().value_or(time.count() - 1) + bars, 0, time.count() - 1);
    const QRectF plot = m_scene.plot();
    const double x = time.xOf(index);
    if (x < plot.left() + time.barWidth())
        time.panBars((x - plot.left()) / time.barWidth() - 1);
    else if (x > plot.right() - time.barWidth())
        time.panBars((x - plot.right()) / time.barWidth() + 1);
    m_crosshair.readBar(index);
    m_target.sceneMoved(); // linked charts, too, before the crosshair goes there
    m_crosshair.announce();
    const Bar &bar = m_scene.model().series()[index];
    m_tool.aim({bar.start, bar.close});
}

/// A point of a drawing, at the close of the bar that is read.
void ChartKeys::placeByKeyboard()
{
    if (!m_crosshair.bar())
        return;
    const Bar &bar = m_scene.model().series()[*m_crosshair.bar()];
    m_tool.place({bar.start, bar.close});
}

} // namespace tickstock
