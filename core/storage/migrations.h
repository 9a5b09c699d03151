// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <vector>

namespace tickstock {

/// One numbered step of the schema; numbers start at 1 and a step never changes once it has shipped.
/// Each database takes its own. A value.
struct Migration
{
    int version;
    QStringList statements;
};

const std::vector<Migration> &sqliteMigrations();
const std::vector<Migration> &postgresMigrations();

} // namespace tickstock
