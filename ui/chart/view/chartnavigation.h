// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/series/viewposition.h"

#include <QObject>
#include <QString>

#include <optional>

namespace tickstock {

class ChartGestures;
class ChartModel;
class ChartScene;
class Crosshair;
class DrawingTool;

/// Where a chart stands on its time axis: keeps it there while its bars come and go, and moves it to a bar or along
/// with a linked chart, as soon as there are bars for that. Knows no widget. GUI thread.
class ChartNavigation final : public QObject
{
    Q_OBJECT

public:
    /// @param model of the scene; all of them must outlive the navigation
    ChartNavigation(const ChartModel &model, ChartScene &scene, Crosshair &crosshair, DrawingTool &tool,
                    ChartGestures &gestures, QObject *parent = nullptr);

    ViewPosition position() const;
    /// As a linked chart stands, as soon as there are bars; emits no moved().
    void setPosition(const ViewPosition &position);
    /// Shows and highlights this bar, as soon as its history is there.
    void jumpTo(Timestamp barStart);
    /// Shows the bar that holds @p t, or the nearest one there is.
    void goTo(Timestamp t);
    void cancelJump() { m_pendingJump.reset(); }

    /// Somebody has changed the scene: scales that follow what is on screen do so.
    void applyChange();
    /// Somebody has moved the scene by hand: linked charts go along.
    void applyMove();

Q_SIGNALS:
    /// By hand, for linked charts.
    void moved(const tickstock::ViewPosition &position);
    /// All of the scene is to be painted anew.
    void sceneChanged();
    /// Only the last bar has changed, within its scales.
    void lastBarChanged();

private:
    void handleReset();
    void handleReload();
    void handleBars(int from);
    void keepPosition();
    void moveTo(const ViewPosition &position);
    void tryJump();

    const ChartModel &m_model;
    ChartScene &m_scene;
    Crosshair &m_crosshair;
    DrawingTool &m_tool;
    ChartGestures &m_gestures;
    QString m_symbol;    // shown last
    ViewPosition m_held; // where the chart stands
    std::optional<ViewPosition> m_pendingPosition;
    std::optional<Timestamp> m_pendingJump;
};

} // namespace tickstock
