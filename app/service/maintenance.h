// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"
#include "core/types/expected.h"

#include <QDate>

/// Tasks on the store that tickstockd does instead of running as a service. Each prints what it has done on standard
/// output. Called in the main thread, before its event loop runs.
namespace tickstock::maintenance {

/// Where the store is.
struct Place
{
    const Settings &settings;
    QString file; ///< SQLite file, used when no database server is set
};

/// Brings the schema up to date.
Outcome migrate(const Place &place);
/// Makes the day's bars out of its stored minutes; with a key, fetches from REST those that cannot be made.
Outcome rollUp(const Place &place, QDate date);
/// Stores the symbol lists of the file; each replaces the stored list of the same key.
Outcome importUniverses(const Place &place, const QString &csvFile);
/// Copies another store into this one. @param source a SQLite file or a postgresql:// URL
Outcome copyFrom(const Place &place, const QString &source);

} // namespace tickstock::maintenance
