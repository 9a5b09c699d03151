// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/kineticpan.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr int FrameMs = 16;
/// A hand that rested for this long before it let go does not throw.
constexpr qint64 RestMs = 60;
/// In this time the speed falls to a third; milliseconds.
constexpr double Friction = 180;
constexpr double SlowestSpeed = 0.03, FastestSpeed = 8; // pixels a millisecond
/// How much the newest move counts.
constexpr double Smoothing = 0.5;

} // namespace

KineticPan::KineticPan(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(FrameMs);
    connect(&m_timer, &QTimer::timeout, this, &KineticPan::step);
}

void KineticPan::grab()
{
    m_timer.stop();
    m_speed = 0;
    m_clock.start();
}

void KineticPan::drag(double pixels)
{
    const double elapsed = std::max<double>(1, static_cast<double>(m_clock.restart()));
    const double now = std::clamp(pixels / elapsed, -FastestSpeed, FastestSpeed);
    m_speed = elapsed > RestMs ? now : m_speed + Smoothing * (now - m_speed);
}

void KineticPan::release()
{
    if (m_clock.elapsed() > RestMs || std::abs(m_speed) < SlowestSpeed)
        return;
    m_clock.restart();
    m_timer.start();
}

void KineticPan::step()
{
    const auto elapsed = static_cast<double>(m_clock.restart());
    const double before = m_speed;
    m_speed *= std::exp(-elapsed / Friction);
    if (std::abs(m_speed) < SlowestSpeed)
        m_timer.stop();
    Q_EMIT moved((before - m_speed) * Friction); // the way run meanwhile
}

} // namespace tickstock
