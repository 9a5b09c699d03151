// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"

namespace tickstock {

/// How many symbols each connection of the set would carry if all were up, in their order; the last number is that of
/// symbols that fit nowhere. Pure.
std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings);

} // namespace tickstock
