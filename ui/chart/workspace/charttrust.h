// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/market/exchangecalendar.h"

#include <QString>

namespace tickstock {

/// Whether what a chart shows is the market's present, and if not, why. A value.
struct ChartTrust
{
    bool isStale = false;  ///< the last price may not be the market's
    bool isPolled = false; ///< prices come from REST
    QString trouble;       ///< a sentence or two for the user; empty: all is well
};

/// @param lastPrice market time of the symbol's last event; not valid: there was none
/// @param shownBy   the connection that brought it
ChartTrust trustOf(const HealthBoard::Snapshot &health, Session session, Timestamp marketNow, Timestamp lastPrice,
                   ConnectionId shownBy);

} // namespace tickstock
