// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"

namespace tickstock {

/// Pure. An event in sentences: what it is, where its levels lie, what its confidence is made of, and why it changed.
QString describe(const PatternEvent &event);
/// The same for a tool tip, which wraps its lines.
QString tipOf(const PatternEvent &event);

} // namespace tickstock
