// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QString>

#include <string_view>

namespace tickstock {

/// What a pattern is, in a sentence or two; empty for an unknown pattern. Pure.
QString patternRule(std::string_view pattern);

} // namespace tickstock
