// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/paint/historypainter.h"

#include <QPixmap>

namespace tickstock {

/// The picture of everything on a chart but its last bar. It is kept while the view stands still, so that a tick paints
/// the last bar alone; while the view moves, each picture is painted straight to the screen and none is kept. GUI
/// thread.
class HistoryPicture final
{
public:
    /// The scene has changed: the next picture is painted anew.
    void invalidate() { m_state = State::Outdated; }
    bool isKept() const { return m_state == State::Kept; }
    /// @param isWhole the whole chart is repainted, not a part of it
    void paint(QPainter &painter, const ChartScene &scene, const QString &watermark, bool isWhole);
    /// The last bar and its studies, which lie on top of the picture.
    void paintLastBar(QPainter &painter, const ChartScene &scene) { m_painter.paintLastBar(painter, scene); }

private:
    enum class State {
        Outdated,
        Painted, ///< to the screen, once
        Kept     ///< in the pixmap
    };

    void keep(const ChartScene &scene, const QString &watermark);
    QSize pixels(const ChartScene &scene) const;

    HistoryPainter m_painter;
    QPixmap m_pixmap;
    State m_state = State::Outdated;
};

} // namespace tickstock
