// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlstorage.h"

#include <QUrl>

#include <memory>

namespace tickstock {

/// The store that the settings name, not opened yet: PostgreSQL by its URL, else a SQLite file.
/// @param source what the ticks' source column says
std::unique_ptr<SqlStorage> makeStore(const QUrl &databaseUrl, const QString &file,
                                      const QString &source = QStringLiteral("massive"));

} // namespace tickstock
