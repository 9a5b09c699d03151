// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

/// Events and holes in a database. In the thread of the connection.
namespace tickstock {

/// The newest first.
Expected<std::vector<PatternEvent>> readEvents(const SqlConnection &connection, Timestamp from, int limit);
/// All of one symbol from there on.
Expected<std::vector<PatternEvent>> readEventsOf(const SqlConnection &connection, const QString &symbol,
                                                 Timestamp from);
/// Holes that are not repaired yet, the oldest first.
Expected<std::vector<Gap>> readOpenGaps(const SqlConnection &connection, Timestamp from);

} // namespace tickstock
