// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/types/expected.h"

#include <QString>

#include <functional>
#include <vector>

namespace tickstock {

enum class Timespan { Minute, Day };

/// Which requests are sent first when some have to wait.
enum class Priority { Visible, Background };

/// The bars of a range, and what of them could not be used. A value.
struct FetchedBars
{
    std::vector<Bar> bars;          ///< oldest first, each start once
    std::vector<Timestamp> refused; ///< starts of bars that came, but cannot be true; oldest first
    int unreadable = 0;             ///< rows of which not even the time can be read, or that were not asked for

    /// Nothing that came was left out.
    bool isWhole() const { return refused.empty() && unreadable == 0; }
};

/// For logs and health, in English.
inline QString leftOutText(const FetchedBars &fetched)
{
    return QStringLiteral("%1 bar(s) that came cannot be true")
        .arg(fetched.refused.size() + static_cast<std::size_t>(fetched.unreadable));
}

/// Where bars of the past come from: the vendor's REST interface, or a database that another program fills. Lives in
/// the thread that calls it.
class BarProvider
{
public:
    using BarsAnswer = std::function<void(const Expected<FetchedBars> &)>;

    virtual ~BarProvider() = default;

    /// Asks for unadjusted bars with from <= start <= to. Calls @p answer later, in the caller's thread.
    virtual void bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
                      BarsAnswer answer) = 0;
};

} // namespace tickstock
