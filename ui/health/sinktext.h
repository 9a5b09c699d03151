// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/sinkhealth.h"
#include "ui/common/theme.h"

// Texts about sinks. All functions are pure.
namespace tickstock {

/// "Storage", "Redis"; another name as it is.
QString sinkName(const QString &name);
/// A state in words, as a shape, and as a colour: each of the three is enough to tell it.
QString sinkWord(SinkState state);
QString sinkSymbol(SinkState state);
QColor sinkColour(SinkState state, const Theme &theme);
/// What becomes of entries that are waiting, and what the user can do. Empty if the state needs no words.
QString sinkAdvice(const SinkHealth &sink);
/// What was lost for good, and why. Empty if nothing was lost.
QString sinkLoss(const SinkHealth &sink);
/// The last error in full, the advice and the loss, a line each. Empty while all is well.
QString sinkTrouble(const SinkHealth &sink);

} // namespace tickstock
