// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/listedsymbol.h"
#include "core/storage/sqlconnection.h"

/// The symbols that the vendor lists, in a database: the newest list, and when it was made. In the thread of the
/// connection.
namespace tickstock {

/// The table, in either database.
QString tickersTable(const QString &timeType);

/// Without symbols when there is none.
Expected<SymbolListing> readListing(const SqlConnection &connection);
/// When it was made; not valid when there is none.
Expected<Timestamp> readListingTime(const SqlConnection &connection);
/// Takes the place of the one before, in one transaction.
Outcome writeListing(const SqlConnection &connection, const SymbolListing &listing);

} // namespace tickstock
