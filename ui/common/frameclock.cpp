// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/frameclock.h"

#include <algorithm>

namespace tickstock {

FrameClock::FrameClock(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_sinceFrame.start();
        ++m_frames;
        Q_EMIT frame();
    });
}

void FrameClock::markDirty()
{
    if (m_timer.isActive())
        return;
    // The frame's own work counts: the pace is kept from start to start.
    const qint64 passed = m_sinceFrame.isValid() ? m_sinceFrame.elapsed() : IntervalMs;
    m_timer.start(static_cast<int>(std::clamp<qint64>(IntervalMs - passed, 0, IntervalMs)));
}

} // namespace tickstock
