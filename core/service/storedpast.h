// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/pipeline.h"
#include "core/storage/storage.h"

namespace tickstock {

/// What is stored of a symbol and a start needs, as read in the storage thread. Pure functions over a store.
namespace storedpast {

/// What the bar book goes on from: the minutes of the last three days with any, as they were traded; none if the store
/// has none.
Expected<std::vector<Bar>> recentMinutes(Storage &storage, const QString &symbol);
/// The last sessions' minutes that patterns look back to, as they were traded; none if the store has none.
Expected<std::vector<Bar>> lastMinutes(Storage &storage, const QString &symbol);

/// What patterns begin with. What cannot be read is an error: without it, what was reported before would be reported
/// again.
/// @param session that of market time, if it is known
/// @param minutes as lastMinutes() gave them; not empty
Expected<Pipeline::PatternSeed> patternSeed(Storage &storage, const QString &symbol, QDate session,
                                            std::vector<Bar> minutes);

} // namespace storedpast

} // namespace tickstock
