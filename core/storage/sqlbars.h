// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

/// Bars of minutes and days in a database. In the thread of the connection.
namespace tickstock {

/// Oldest first; @p to is exclusive.
Expected<std::vector<Bar>> readMinutes(const SqlConnection &connection, const QString &symbol, Timestamp from,
                                       Timestamp to);
/// Those of regular sessions.
Expected<std::vector<Bar>> readRegularMinutes(const SqlConnection &connection, const QString &symbol, Timestamp from,
                                              Timestamp to);
Expected<std::vector<MinuteVolume>> readRegularVolumes(const SqlConnection &connection, const QString &symbol,
                                                       Timestamp from, Timestamp to);
/// Start of the newest one; not valid when there is none.
Expected<Timestamp> readLastMinute(const SqlConnection &connection, const QString &symbol);
Expected<std::vector<Bar>> readDays(const SqlConnection &connection, const QString &symbol, QDate from, QDate to);
/// Makes a session's days out of its minutes, of so many symbols after this one.
Expected<RolledUp> rollUpMinutes(const SqlConnection &connection, const SessionHours &session, const QString &after,
                                 int most);

} // namespace tickstock
