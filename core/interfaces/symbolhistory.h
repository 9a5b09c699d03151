// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/patternevent.h"

#include <QMetaType>
#include <QString>

#include <vector>

namespace tickstock {

/// A symbol's past, for a chart. A value.
struct SymbolHistory
{
    QString symbol;
    std::vector<Bar> minutes;           ///< oldest first, extended hours included
    std::vector<Bar> days;              ///< full trading days, oldest first
    std::vector<PatternEvent> events{}; ///< that were found on these minutes
    bool isComplete = false;            ///< nothing more is being fetched
    QString problem;                    ///< why something is missing, in English; empty if nothing is
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::SymbolHistory)
