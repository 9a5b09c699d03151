// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

namespace tickstock {

/// One moment on two clocks.
struct Moment
{
    Timestamp wall;
    Milliseconds steady{0}; ///< of a clock that is never set
    Moment operator+(Milliseconds span) const { return {wall + span, steady + span}; }
};

} // namespace tickstock
