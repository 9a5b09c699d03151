// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QStringList>

#include <map>

namespace tickstock {

/// What was read of a file of symbol lists. A value.
struct ImportedUniverses
{
    std::map<QString, QStringList> lists; ///< by key `family:list`, in the order of the file, without repetitions
    int rejected = 0;                     ///< lines left out
    QStringList problems;                 ///< the first of them: line and reason
};

/// A key is `family:list`, each part of letters, digits, `_`, `-` or `.`. Pure.
bool isUniverseKey(const QString &key);

/// Reads symbol lists from a CSV file with a header. A column `symbol` or `ticker` (in any case) is needed; a column
/// `universe` or `key` says which list a line belongs to, and without one the list is called `import:<file name>`.
/// Waits for the disk; thread-safe.
Expected<ImportedUniverses> readUniverseFile(const QString &file);

} // namespace tickstock
