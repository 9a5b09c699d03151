// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/finding.h"

#include <set>
#include <vector>

namespace tickstock {

/// Keeps track of the patterns on the bar that still runs. A pattern is reported as forming when two previews in a row
/// have found it, and only once a bar, so that a price that moves about a level does not make it come and go. It is
/// withdrawn when it is not found any more, or when the bar ends without it. A value.
class Previews
{
public:
    /// Takes what a preview has found on the running bar, which starts at @p bar; adds to @p out what has to be
    /// reported.
    void take(Timestamp bar, Findings found, std::vector<Finding> &out);
    /// The pattern has been found on the closed bar: it is not provisional any more.
    void confirm(const FindingKey &key) { m_reported.erase(key); }
    /// Withdraws what is still provisional on bars up to the one that starts at @p bar, which is over.
    void withdrawUntil(Timestamp bar, std::vector<Finding> &out);
    void withdrawAll(std::vector<Finding> &out);
    /// Forgets what has been reported, without withdrawing it.
    void clear() { m_reported.clear(); }

private:
    template<class Stays>
    void withdrawUnless(Stays stays, std::vector<Finding> &out);

    Findings m_reported;                  // as forming, and still provisional
    Timestamp m_bar;                      // the bar that the sets below are about
    std::set<FindingKey> m_foundLast;     // by the last preview
    std::set<FindingKey> m_reportedOfBar; // reported at least once
};

} // namespace tickstock
