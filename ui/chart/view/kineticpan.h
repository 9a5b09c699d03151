// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tickstock {

/// Lets a dragged view run on after the hand has left it, ever slower. GUI thread.
class KineticPan final : public QObject
{
    Q_OBJECT

public:
    explicit KineticPan(QObject *parent = nullptr);

    /// The hand is on it: whatever ran stops.
    void grab();
    /// It has moved by so many pixels.
    void drag(double pixels);
    /// It is let go.
    void release();
    void stop() { m_timer.stop(); }
    bool isRunning() const { return m_timer.isActive(); }

Q_SIGNALS:
    void moved(double pixels);

private:
    void step();

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_speed = 0; // pixels a millisecond, of the last moves
};

} // namespace tickstock
