// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storereader.h"

#include <utility>

namespace tickstock {

StoreReader::StoreReader(std::unique_ptr<SqlStorage> storage)
    : m_storage(std::move(storage))
{
}

void StoreReader::read(const std::function<void(Storage &)> &work)
{
    if (!m_isOpen || m_storage->isLost())
        m_isOpen = static_cast<bool>(m_storage->openForReading());
    if (!m_storage->readAtOnce(work))
        m_isOpen = false;
}

} // namespace tickstock
