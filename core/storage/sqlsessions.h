// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

/// What a database knows of sessions: runs of the program, and days that are rolled up. In the thread of the
/// connection.
namespace tickstock {

/// The id is given back for endRun().
Expected<qint64> beginRun(const SqlConnection &connection, Timestamp startedAt, int symbols);
Outcome endRun(const SqlConnection &connection, qint64 id, Timestamp endedAt, const SessionCounts &counts);

Expected<bool> hasRollup(const SqlConnection &connection, QDate date);
Outcome writeRollup(const SqlConnection &connection, QDate date);

} // namespace tickstock
