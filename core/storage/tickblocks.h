// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

/// How SQLite keeps ticks: many of one symbol in one row, as JSON text, because a row each takes twice the room and
/// ten times the work. The view `ticks` takes them apart again, so that whoever reads the file sees a row a tick. Pure.
namespace tickstock {

/// A row of the table tick_blocks: ticks of one symbol and kind that came by one connection.
struct TickBlock
{
    QString symbol;
    TickKind kind = TickKind::SecondBar;
    int connection = 0;
    Timestamp first;                ///< the start of its first tick; what the others' are counted from
    Timestamp last;                 ///< the latest start
    std::int64_t firstSequence = 0; ///< of its first tick; likewise
    int count = 0;
    QByteArray ticks; ///< [[start - first, sequence - firstSequence, price, volume, open, high, low],..]; without the
                      ///< last three where they are the price
};

/// Ticks a block, at most.
inline constexpr int TicksABlock = 1'000;

/// In the order in which each block's first tick came.
std::vector<TickBlock> tickBlocks(const std::vector<StoredTick> &ticks);

/// Eight values: symbol, first, first_seq, event_type, connection, source, last, ticks. A block that is there already
/// is united with the new one, so that nothing comes twice and nothing is lost.
QString tickBlockUpsert();

/// The steps of the schema that make the tables and the view. What an older program has stored stays in tick_rows.
QStringList tickBlockSchema();

} // namespace tickstock
