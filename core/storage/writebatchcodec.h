// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

#include <QByteArray>

namespace tickstock {

/// A batch as bytes, for the spool.
QByteArray encodeBatch(const WriteBatch &batch);
/// Nothing for bytes that are not a batch, or one of a later version of the program.
Expected<WriteBatch> decodeBatch(const QByteArray &bytes);

/// The batch in parts of at most @p rows each, in order.
std::vector<WriteBatch> splitBatch(WriteBatch batch, std::size_t rows);
/// Puts the rows of @p from behind those of @p batch.
void appendBatch(WriteBatch &batch, const WriteBatch &from);

} // namespace tickstock
