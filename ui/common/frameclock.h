// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tickstock {

/// Paces the screen: however often markDirty() is called, frame() comes at most 30 times a second, and the next one
/// only after the last has been handled. So a slow frame lowers the rate instead of growing a queue, and the last
/// change is always shown. It rests while nothing is dirty. GUI thread.
class FrameClock : public QObject
{
    Q_OBJECT

public:
    static constexpr int IntervalMs = 33;

    explicit FrameClock(QObject *parent = nullptr);

    void markDirty();
    quint64 frames() const { return m_frames; }
    /// When a frame that is asked for @p now is due, in milliseconds of any clock, if the last was due at @p last: an
    /// interval later, also where the last one was late by less than half of it, so that lateness does not add up.
    static qint64 nextDue(qint64 last, qint64 now);

Q_SIGNALS:
    void frame();

private:
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_due = -IntervalMs; // of the last frame or the next one, since the start
    quint64 m_frames = 0;
};

} // namespace tickstock
