// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/types/expected.h"

#include <functional>

namespace tickstock {

enum class Timespan { Minute, Day };

/// Which requests are sent first when some have to wait.
enum class Priority { Visible, Background };

/// Where bars of the past come from: the vendor's REST interface, or a database that another program fills. Lives in
/// the thread that calls it.
class BarProvider
{
public:
    using BarsAnswer = std::function<void(const Expected<std::vector<Bar>> &)>;

    virtual ~BarProvider() = default;

    /// Asks for unadjusted bars with from <= start <= to, oldest first. Calls @p answer later, in the caller's thread.
    virtual void bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
                      BarsAnswer answer) = 0;
};

} // namespace tickstock
