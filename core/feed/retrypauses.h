// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/backoff.h"

#include <QRandomGenerator>

#include <optional>

namespace tickstock {

/// How long a connection waits before it is opened again: growing pauses after failures, longer ones after the server
/// has refused it because of the account's limit. A value.
class RetryPauses
{
public:
    /// Data that have flowed for this long prove that the connection is well.
    static constexpr Milliseconds DataProvesHealth{10'000};

    /// @param retriesEviction whether a connection that another program has thrown out may come back by itself
    RetryPauses(Milliseconds first, Milliseconds longest, bool retriesEviction)
        : m_failure(first, longest)
        , m_retriesEviction(retriesEviction)
    {
    }

    /// @param random in [0, 1)
    Milliseconds afterFailure(double random = QRandomGenerator::global()->generateDouble())
    {
        return m_failure.next(random);
    }
    /// The account allows no more connections; nothing if the user has to decide. @param workedFor time since the
    /// server accepted the key; zero if it did not
    std::optional<Milliseconds> afterLimit(Milliseconds workedFor)
    {
        if (workedFor < DataProvesHealth)
            return grow(m_refusal);
        return m_retriesEviction ? std::optional(grow(m_eviction)) : std::nullopt;
    }
    void dataHasFlowed(Milliseconds span)
    {
        if (span >= DataProvesHealth) {
            m_failure.reset();
            m_refusal.reset();
        }
        // Two programs that share a key must throw each other out less and less often, so that a short life after an
        // eviction proves nothing.
        if (span >= m_eviction.ceiling())
            m_eviction.reset();
    }

private:
    static Milliseconds grow(Backoff &pause)
    {
        const Milliseconds now = pause.ceiling();
        pause.next(1);
        return now;
    }

    Backoff m_failure;
    Backoff m_refusal{OneMinute, 15 * OneMinute};
    Backoff m_eviction{15 * OneMinute, 4 * OneHour};
    bool m_retriesEviction;
};

} // namespace tickstock
