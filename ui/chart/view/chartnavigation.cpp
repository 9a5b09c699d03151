// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartnavigation.h"

#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/series/timeindex.h"
#include "ui/chart/view/chartgestures.h"
#include "ui/chart/view/crosshair.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

ChartNavigation::ChartNavigation(const ChartModel &model, ChartScene &scene, Crosshair &crosshair, DrawingTool &tool,
                                 ChartGestures &gestures, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_scene(scene)
    , m_crosshair(crosshair)
    , m_tool(tool)
    , m_gestures(gestures)
{
    connect(&m_model, &ChartModel::reset, this, &ChartNavigation::handleReset);
    connect(&m_model, &ChartModel::reloaded, this, &ChartNavigation::handleReload);
    connect(&m_model, &ChartModel::barsChanged, this, &ChartNavigation::handleBars);
}

ViewPosition ChartNavigation::position() const
{
    const TimeScale &time = m_scene.time();
    ViewPosition position{time.isLive(), time.right() - (time.count() - 1), {}, 0, m_model.timeframe()};
    if (!m_model.isEmpty()) {
        const int nearest = std::clamp(static_cast<int>(std::lround(time.right())), 0, time.count() - 1);
        position.bar = m_model.series()[nearest].start;
        position.fraction = time.right() - nearest;
    }
    return position;
}

void ChartNavigation::setPosition(const ViewPosition &position)
{
    if (m_model.isEmpty())
        m_pendingPosition = position;
    else
        moveTo(position);
}

void ChartNavigation::moveTo(const ViewPosition &position)
{
    m_gestures.stopCoasting();
    m_pendingPosition.reset();
    if (position.isLive)
        m_scene.time().goLive();
    else
        m_scene.time().setRightWithin(edgeOf(m_model, position)); // the history may begin later
    applyChange();
}

void ChartNavigation::jumpTo(Timestamp barStart)
{
    m_gestures.stopCoasting();
    m_pendingJump = barStart;
    tryJump();
}

void ChartNavigation::goTo(Timestamp t)
{
    if (!m_model.isEmpty())
        jumpTo(m_model.series()[std::max(0, m_model.indexAt(t))].start);
}

void ChartNavigation::tryJump()
{
    const int index = m_pendingJump ? m_model.indexOf(*m_pendingJump) : -1;
    if (index < 0)
        return; // its history is still on the way
    m_crosshair.highlight(*std::exchange(m_pendingJump, std::nullopt));
    m_scene.time().centreOn(index);
    applyMove();
}

/// Of another symbol, nothing that was set by hand counts. Of another time frame, the same time stays on the screen.
void ChartNavigation::handleReset()
{
    const bool isSameSymbol = std::exchange(m_symbol, m_model.symbol()) == m_model.symbol();
    m_pendingPosition.reset();
    if (!isSameSymbol)
        m_pendingJump.reset();
    m_gestures.cancel();
    m_gestures.stopCoasting();
    m_tool.symbolChanged();
    m_crosshair.clear();
    m_scene.time().setCount(0);
    m_scene.update(0);
    for (std::size_t pane = 0; pane < m_scene.panes().size(); ++pane)
        m_scene.scale(pane).setAutomatic(true);
    if (isSameSymbol && !m_held.isLive && !m_model.isEmpty())
        m_scene.time().setRightWithin(edgeOf(m_model, m_held)); // the history may begin later
    applyChange();
    tryJump();
}

void ChartNavigation::handleReload()
{
    const bool wasEmpty = m_scene.time().count() == 0;
    m_scene.update(0);
    if (!wasEmpty)
        keepPosition();
    applyChange();
    if (m_pendingPosition && !m_model.isEmpty())
        moveTo(*std::exchange(m_pendingPosition, std::nullopt));
    tryJump();
}

/// A tick changes the last bar alone; a bar that is new or lies further back changes the scene.
void ChartNavigation::handleBars(int from)
{
    const int count = m_scene.time().count();
    const bool isLastBar = m_model.count() == count && from >= count - 1;
    m_scene.update(from);
    if (count > 0 && m_model.count() != count)
        keepPosition();
    if (isLastBar && m_scene.fitsLastBar())
        Q_EMIT lastBarChanged();
    else
        applyChange();
}

/// There are more bars, or fewer: those on the screen stay where they are, and so does the one that is read. A live
/// view goes along with the last one, unless a hand has hold of it.
void ChartNavigation::keepPosition()
{
    m_crosshair.findBarAgain();
    if (m_model.isEmpty())
        return;
    TimeScale &time = m_scene.time();
    const bool goesAlong = m_held.isLive && !m_gestures.holdsTime();
    time.setRight(goesAlong ? time.count() - 1 + m_held.room : edgeOf(m_model, m_held));
}

void ChartNavigation::applyChange()
{
    m_held = position();
    m_crosshair.readUnderMouse(); // bars may have moved there
    m_scene.fit();
    Q_EMIT sceneChanged();
}

void ChartNavigation::applyMove()
{
    applyChange();
    if (m_model.isEmpty())
        return;
    m_pendingPosition.reset(); // the user looks elsewhere
    Q_EMIT moved(m_held);
    if (m_crosshair.hasMouse())
        m_crosshair.announce(); // another bar is under the mouse now
}

} // namespace tickstock
