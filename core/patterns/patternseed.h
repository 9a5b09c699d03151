// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/patternevent.h"
#include "core/market/usualvolumes.h"

#include <QDate>

#include <vector>

namespace tickstock {

/// What the search for patterns of a symbol begins with, as it is stored; all at once, because what is found depends on
/// all of it. A value.
struct PatternSeed
{
    std::vector<Bar> days;              ///< before the minutes' last session, oldest first
    std::vector<Bar> minutes;           ///< of the last sessions, oldest first
    UsualVolumes usual;                 ///< for the last of them
    std::vector<PatternEvent> reported; ///< of the last of them, by an earlier run or another program
    QDate session;                      ///< the trading day of market time; not valid: not known
};

} // namespace tickstock
