// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QKeyEvent;

namespace tickstock {

class ChartGestures;
class ChartScene;
class ChartTarget;
class Crosshair;
class DrawingTool;

/// What keys do to a chart: the same as the mouse, and a bar can be read and drawn on without one. Knows no widget. GUI
/// thread.
class ChartKeys final
{
public:
    /// All of them must outlive the keys.
    ChartKeys(ChartScene &scene, Crosshair &crosshair, DrawingTool &tool, ChartGestures &gestures, ChartTarget &target);

    /// False: the key means nothing to a chart.
    bool press(const QKeyEvent &event);

private:
    bool pressReading(const QKeyEvent &event);
    bool pressMoving(const QKeyEvent &event);
    bool pressLetter(const QKeyEvent &event);
    void moveFocus(int bars);
    void placeByKeyboard();
    void cancel();

    ChartScene &m_scene;
    Crosshair &m_crosshair;
    DrawingTool &m_tool;
    ChartGestures &m_gestures;
    ChartTarget &m_target;
};

} // namespace tickstock
