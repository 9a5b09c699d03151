// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <utility>

namespace tickstock {

/// When the load of connections is looked at, and what is believed: only an imbalance that is found twice in a row.
/// Times are wall time. A value.
class BalanceWatch
{
public:
    explicit BalanceWatch(Milliseconds interval)
        : m_interval(interval)
    {
    }

    /// Whether it is time to look again; if so, it counts as done.
    bool isDue(Timestamp now)
    {
        const bool isIt = !m_lookedAt.isValid() || now - m_lookedAt >= m_interval;
        m_lookedAt = isIt ? now : m_lookedAt;
        return isIt;
    }
    /// What has been found; true if it was found the time before as well.
    bool isConfirmed(bool isUnbalanced)
    {
        const bool isIt = std::exchange(m_isUnbalanced, isUnbalanced) && isUnbalanced;
        m_isUnbalanced = m_isUnbalanced && !isIt;
        return isIt;
    }

private:
    Milliseconds m_interval;
    Timestamp m_lookedAt;
    bool m_isUnbalanced = false;
};

} // namespace tickstock
