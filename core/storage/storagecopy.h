// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlstorage.h"

#include <functional>

namespace tickstock {

/// Copies everything from one opened store into another, of either kind, table by table. What is there already stays,
/// unless the version that is copied wins over it by the rules of writing; doing it twice changes nothing.
/// @param progress told the table and how many of its rows have been read
/// @return rows read
Expected<qint64> copyStore(SqlStorage &from, SqlStorage &into,
                           const std::function<void(const QString &table, qint64 rows)> &progress);

} // namespace tickstock
