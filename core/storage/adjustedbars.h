// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/stocksplit.h"
#include "core/market/usualvolumes.h"
#include "core/storage/storage.h"

/// Bars are stored as they were traded. Whoever compares days reads them here, in the shares and prices of one day.
namespace tickstock {

/// Makes prices and volumes of before those splits that were executed until @p asOf comparable with those after them.
void adjustForSplits(std::vector<Bar> &bars, std::span<const StockSplit> splits, QDate asOf);
void adjustForSplits(std::vector<MinuteVolume> &minutes, std::span<const StockSplit> splits, QDate asOf);

/// Stored bars in the shares of @p asOf, an exchange date; oldest first, the end is exclusive. In the storage's thread.
Expected<std::vector<Bar>> adjustedMinutes(Storage &storage, const QString &symbol, Timestamp from, Timestamp to,
                                           QDate asOf);
Expected<std::vector<Bar>> adjustedDays(Storage &storage, const QString &symbol, QDate from, QDate to, QDate asOf);
/// What is usual for the session of @p session: of those before it.
Expected<UsualVolumes> usualVolumes(Storage &storage, const QString &symbol, QDate session);

} // namespace tickstock
