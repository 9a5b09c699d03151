// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawinggeometry.h"

#include <QObject>

#include <optional>

namespace tickstock {

class Drawings;

/// What mouse and keyboard do to a chart's drawings: makes new ones, selects, moves and removes them. A gesture is a
/// draft until it ends; then it becomes one step in the drawings' history. No widget. GUI thread.
///
/// A horizontal line is made by a click; the others by two clicks, or by dragging from one point to the other. Ctrl
/// holds points to the prices of bars.
class DrawingTool final : public QObject
{
    Q_OBJECT

public:
    /// @param drawings and
    /// @param scene must outlive the tool
    DrawingTool(Drawings &drawings, const ChartScene &scene, QObject *parent = nullptr);

    /// What the next press begins to draw; nothing: it selects.
    void choose(std::optional<Drawing::Kind> kind);
    std::optional<Drawing::Kind> armed() const { return m_armed; }

    /// The left button, in pixels of the chart. Each is true when it was the tool's; what is not is the chart's.
    bool press(const QPointF &at, Qt::KeyboardModifiers modifiers);
    /// Also without a button: the second point follows the mouse.
    bool move(const QPointF &at, Qt::KeyboardModifiers modifiers);
    bool release(const QPointF &at, Qt::KeyboardModifiers modifiers);
    /// The keyboard's click, and its move. False unless something is being drawn.
    bool place(const ChartPoint &point);
    bool aim(const ChartPoint &point);

    /// Takes back the first of these there is: the draft, the choice, the selection. False when there is none.
    bool cancel();
    bool removeSelected();
    /// The chart shows other drawings now.
    void symbolChanged();

    std::optional<QUuid> selected() const { return m_selected; }
    /// To be shown instead of the drawing with the same id, if there is one already.
    const std::optional<Drawing> &draft() const { return m_draft; }

Q_SIGNALS:
    void armedChanged();
    /// There is something else to paint, also when the drawings themselves have changed.
    void changed();
    /// The symbol has as many drawings as it may have; what was drawn is gone.
    void refused();

private:
    enum class Phase {
        Idle,
        FirstPress,  ///< the button is held down at the first point, or has been dragged from it
        Awaiting,    ///< the second point, which follows the mouse
        SecondPress, ///< the button is held down at the second point
        Dragging     ///< an existing drawing
    };

    void onDrawingsChanged(const QString &symbol);
    bool pressExisting(const QPointF &at);
    void begin(const ChartPoint &point);
    void finish();
    void drop();
    const QString &symbol() const;

    Drawings &m_drawings;
    const ChartScene &m_scene;
    std::optional<Drawing::Kind> m_armed;
    std::optional<QUuid> m_selected;
    Phase m_phase = Phase::Idle;
    std::optional<Drawing> m_draft; // in any phase but Idle
    Drawing m_original;             // what is dragged
    std::optional<int> m_handle;    // by which
    QPointF m_pressedAt;
    bool m_hasMoved = false; // since the press, further than a click does
};

} // namespace tickstock
