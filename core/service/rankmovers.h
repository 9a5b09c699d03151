// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/quoteboard.h"

namespace tickstock {

class PatternScanner;

/// The first @p count of each list at market time @p now. The usual volumes are those that patterns are judged by. In
/// the pipeline thread.
MoversAnswer rankMovers(const std::vector<MoverList> &lists, std::size_t count, Timestamp now, const QuoteBoard &quotes,
                        const PatternScanner &scanner, const SymbolTable &symbols);

} // namespace tickstock
