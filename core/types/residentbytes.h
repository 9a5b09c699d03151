// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace tickstock {

/// What the program has in memory now, as the system counts it; 0 where that cannot be asked. Any thread; reads a file
/// of the system.
quint64 residentBytes();

} // namespace tickstock
