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

Q_SIGNALS:
    void frame();

private:
    QTimer m_timer;
    QElapsedTimer m_sinceFrame; // since the start of the last one
    quint64 m_frames = 0;
};

} // namespace tickstock
