// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/frameclock.h"

namespace tickstock {

FrameClock::FrameClock(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(IntervalMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        ++m_frames;
        Q_EMIT frame();
    });
}

void FrameClock::markDirty()
{
    if (!m_timer.isActive())
        m_timer.start();
}

} // namespace tickstock
