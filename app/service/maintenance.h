// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"
#include "core/types/expected.h"

#include <QDate>

/// What tickstockd does instead of running: one task on the store, then it ends. Each says what it has done on standard
/// output.
namespace tickstock::maintenance {

struct Place
{
    const Settings &settings;
    QString file; ///< SQLite, where no server is set
};

/// Brings the schema up to date.
Outcome migrate(const Place &place);
/// Makes the day's bars out of its minutes, and fetches those that cannot be made from REST if there is a key.
Outcome rollUp(const Place &place, QDate date);
/// Replaces the symbol lists of the file's keys.
Outcome importUniverses(const Place &place, const QString &csvFile);
/// Copies another store into this one. @param source a SQLite file or a postgresql:// URL
Outcome copyFrom(const Place &place, const QString &source);

} // namespace tickstock::maintenance
