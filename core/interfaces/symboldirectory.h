// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/listedsymbol.h"

#include <QObject>

#include <memory>

namespace tickstock {

/// Which symbols there are, and what they are called; for SymbolSearch. Lives in the GUI thread and never blocks it.
class SymbolDirectory : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// As last known, and of when; never null. Without symbols nothing is known yet, and no symbol can be called
    /// unknown.
    virtual std::shared_ptr<const SymbolListing> listing() const = 0;

Q_SIGNALS:
    void listingChanged();
};

} // namespace tickstock
