// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

/// Usual volumes that are kept, so that a start need not read a month of minutes: one row a symbol, of its last
/// session. In the thread of the connection.
namespace tickstock {

/// The table, in either database: `until_ms` is the beginning of the session's day, before which all minutes lie that
/// the row is made of; `means` is base64 of the means as little-endian floats.
QString usualVolumesTable(const QString &dateType, const QString &longType);

Expected<std::optional<UsualVolumes>> readUsualVolumes(const SqlConnection &connection, const QString &symbol,
                                                       QDate session);
/// In one transaction.
Outcome writeUsualVolumes(const SqlConnection &connection, const std::vector<KeptUsualVolumes> &kept);
/// Before this time lie all minutes that any row is made of.
Expected<Timestamp> readUsualUntil(const SqlConnection &connection);
/// Those that minutes from these times on belong to. In a transaction of the caller's.
Outcome removeUsualVolumes(const SqlConnection &connection, const std::map<QString, Timestamp> &changedFrom);
/// Those of these symbols. In a transaction of the caller's.
Outcome removeUsualVolumes(const SqlConnection &connection, const QStringList &symbols);

} // namespace tickstock
