// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"
#include "ui/chart/paint/overlaypainter.h"

#include <QObject>

#include <optional>

namespace tickstock {

/// Which bar of a chart is read, by mouse, by keyboard or by a linked chart, and which one an event points to. Writes
/// its part of the overlay; knows no widget. GUI thread.
class Crosshair final : public QObject
{
    Q_OBJECT

public:
    /// @param scene and
    /// @param overlay must outlive the crosshair
    Crosshair(const ChartScene &scene, ChartOverlay &overlay, QObject *parent = nullptr);

    /// The mouse is here; beside the bars, no bar is read.
    void moveTo(const QPointF &position);
    /// The mouse has left the chart. A bar that was chosen by keyboard stays.
    void leave();
    /// By keyboard. Whoever calls this also calls announce(), when the bar is on the screen.
    void readBar(int index);
    /// No bar is read or highlighted any more.
    void clear();
    /// The crosshair of a linked chart is here. Emits no moved(). @p bar not valid: it has none. @p price NoValue: it
    /// is of another symbol.
    void followLinked(Timestamp bar, Timeframe timeframe, double price);
    /// An event points to this bar.
    void highlight(Timestamp barStart) { m_overlay.highlight = barStart; }

    /// Bars have moved under the mouse.
    void readUnderMouse();
    /// Bars have come or gone before the one that is read.
    void findBarAgain();
    /// Emits moved() for where the crosshair stands.
    void announce();

    bool hasMouse() const { return m_overlay.cursor.has_value(); }
    /// The bar that is read; nothing: none.
    std::optional<int> bar() const { return m_overlay.focused; }
    /// The start of the bar that is read, or else of the highlighted one.
    std::optional<Timestamp> barStart() const { return m_barStart ? m_barStart : m_overlay.highlight; }

Q_SIGNALS:
    /// By hand, for linked charts; as followLinked() takes it.
    void moved(tickstock::Timestamp bar, double price);
    /// Another bar is read, or none.
    void barChanged(std::optional<int> index);
    /// There is something else to paint.
    void changed();

private:
    void setBar(std::optional<int> index);

    const ChartScene &m_scene;
    ChartOverlay &m_overlay;
    std::optional<Timestamp> m_barStart; // of the bar that is read
    bool m_isByKeyboard = false;
};

} // namespace tickstock
