// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/frameclock.h"

#include "core/types/threadcheck.h"

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
    assertThreadOf(this);
    if (m_timer.isActive())
        return;
    // The interval is counted from the start of one frame to the start of the next.
    const qint64 passed = m_sinceFrame.isValid() ? m_sinceFrame.elapsed() : IntervalMs;
    m_timer.start(static_cast<int>(std::clamp<qint64>(IntervalMs - passed, 0, IntervalMs)));
}

} // namespace tickstock
