// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/connectionhealth.h"
#include "core/health/routingplan.h"
#include "ui/common/theme.h"

#include <QString>

// Texts about connections. All functions are pure.
namespace tickstock {

/// A state in words, as a shape, and as a colour: each of the three is enough to tell it.
QString statusWord(ConnectionStatus status);
QString statusSymbol(ConnectionStatus status);
QColor statusColour(ConnectionStatus status, const Theme &theme);
/// Why the connection is in its state, and what to do about it, as a sentence. Empty if the state needs no words.
QString explanation(const ConnectionHealth &health);
/// What of the feed could not be used, a line for each reason; empty: nothing.
QString thrownAwayText(const FlawCounts &counts);
QString strategyName(RoutingStrategy strategy);

} // namespace tickstock
