// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/symboldirectory.h"
#include "core/types/threadcheck.h"

namespace tickstock {

/// The symbols that there are, as the history thread has last told. Lives in the thread of its service.
class LiveSymbolDirectory final : public SymbolDirectory
{
    Q_OBJECT

public:
    std::shared_ptr<const SymbolListing> listing() const override { return m_listing; }
    void take(const std::shared_ptr<const SymbolListing> &listing)
    {
        assertThreadOf(this);
        m_listing = listing;
        Q_EMIT listingChanged();
    }

private:
    std::shared_ptr<const SymbolListing> m_listing = std::make_shared<SymbolListing>();
};

} // namespace tickstock
