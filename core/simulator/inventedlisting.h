// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/listedsymbol.h"

namespace tickstock::simulator {

/// What an invented market calls a symbol: always the same, and nobody's real name. Pure.
ListedSymbol inventedListing(const QString &symbol);

} // namespace tickstock::simulator
