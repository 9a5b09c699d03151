// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace tickstock {

/// Device pixels under a painter that works in device-independent ones: what is drawn on them is sharp at any
/// scaling. A value.
class DeviceGrid
{
public:
    explicit DeviceGrid(qreal ratio = 1)
        : m_ratio(ratio)
    {
    }
    qreal ratio() const { return m_ratio; }
    /// The pixel that holds this coordinate, and the edge nearest to it.
    int pixel(double coordinate) const { return static_cast<int>(std::floor(coordinate * m_ratio)); }
    int edge(double coordinate) const { return static_cast<int>(std::lround(bounded(coordinate * m_ratio))); }
    /// A length, at least one pixel.
    int length(double length) const { return std::max(1, static_cast<int>(std::lround(length * m_ratio))); }
    /// The same place in device-independent pixels.
    double snapped(double coordinate) const { return edge(coordinate) / m_ratio; }

private:
    /// Far off the screen is as good as anywhere.
    static double bounded(double pixels) { return std::min(std::max(pixels, -1e6), 1e6); }

    qreal m_ratio;
};

} // namespace tickstock
