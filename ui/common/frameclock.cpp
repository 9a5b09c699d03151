// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/frameclock.h"

#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock {

FrameClock::FrameClock(QObject *parent)
    : QObject(parent)
{
    m_sinceStart.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        ++m_frames;
        Q_EMIT frame();
    });
}

qint64 FrameClock::nextDue(qint64 last, qint64 now)
{
    const qint64 due = last + IntervalMs;
    return now - due > IntervalMs / 2 ? now : due;
}

void FrameClock::markDirty()
{
    assertThreadOf(this);
    if (m_timer.isActive())
        return;
    const qint64 now = m_sinceStart.elapsed();
    m_due = nextDue(m_due, now);
    m_timer.start(static_cast<int>(std::max<qint64>(m_due - now, 0)));
}

} // namespace tickstock
