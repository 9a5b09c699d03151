// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlstorage.h"

#include <functional>
#include <memory>

namespace tickstock {

/// A connection to the store that only reads, beside the one that writes: what takes long to read waits for no
/// transaction, and holds none up. Each read sees one state of the store, which need not have what is queued to be
/// written. Opened when it is first needed, and again when it is lost. Lives in the thread that makes it.
class StoreReader final
{
public:
    explicit StoreReader(std::unique_ptr<SqlStorage> storage);
    Q_DISABLE_COPY_MOVE(StoreReader)

    /// Where the store is away, @p work finds no answer to anything.
    void read(const std::function<void(Storage &)> &work);
    /// As Storage's. Thread-safe.
    void finishWithin(Milliseconds patience) { m_storage->finishWithin(patience); }

private:
    const std::unique_ptr<SqlStorage> m_storage;
    bool m_isOpen = false;
};

} // namespace tickstock
