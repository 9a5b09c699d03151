// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tickstock {

/// What the wheel does over a chart. Ctrl always zooms about the cursor, Shift always pans. A value.
struct WheelHabits
{
    bool pans = false;          ///< instead of zooming
    bool zoomsAtCursor = false; ///< also while live; else about the last bar then

    bool operator==(const WheelHabits &) const = default;
};

} // namespace tickstock
