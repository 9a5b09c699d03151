// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternseed.h"
#include "core/storage/storage.h"

#include <optional>

namespace tickstock {

/// What is stored of a symbol and a start needs, as read in the storage thread. Pure functions over a store.
namespace storedpast {

/// What the bar book goes on from: the minutes of the last session with any, as they were traded; none if the store
/// has none.
Expected<std::vector<Bar>> recentMinutes(Storage &storage, const QString &symbol);

/// What patterns begin with, and up to which minute the store was read.
struct PatternPast
{
    PatternSeed seed;
    Timestamp lastStored;
    std::optional<KeptUsualVolumes> made; ///< of a month's minutes, as the store does not keep them yet
};
/// Nothing if the store has no minutes of the symbol. What cannot be read is an error: without it, what was reported
/// before would be reported again.
/// @param session that of market time, if it is known
Expected<std::optional<PatternPast>> patternPast(Storage &storage, const QString &symbol, QDate session);

} // namespace storedpast

} // namespace tickstock
