// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <utility>

namespace tickstock {

/// Whether the data of a connection come ever later, which is the first sign of a reader that the server will cut off.
/// A value without a clock; the caller measures.
class LatenessWatch
{
public:
    static constexpr Milliseconds Tolerated{30'000};

    /// @param patience data that have come too late for so long are no hiccup
    explicit LatenessWatch(Milliseconds patience)
        : m_patience(patience)
    {
    }

    /// A new connection begins.
    void restart()
    {
        m_newest = {};
        m_isBehind = m_isLate = false;
    }
    /// An event that ended at @p end came @p late after that. Only the newest count: a correction is late by nature.
    /// @param steady time of a clock that is never set
    void observe(Timestamp end, Milliseconds late, Milliseconds steady)
    {
        if (end <= m_newest)
            return;
        m_newest = end;
        m_late = late;
        if (late <= Tolerated) {
            m_isBehind = m_isLate = false;
            return;
        }
        if (!std::exchange(m_isBehind, true))
            m_since = steady;
        m_isLate = m_isLate || steady - m_since >= m_patience;
    }
    bool isLate() const { return m_isLate; }
    /// Of the newest event.
    Milliseconds late() const { return m_late; }

private:
    const Milliseconds m_patience;
    Timestamp m_newest;
    Milliseconds m_late{0};
    Milliseconds m_since{0}; // steady time of the first of the events that all came late
    bool m_isBehind = false; // there are some
    bool m_isLate = false;
};

} // namespace tickstock
