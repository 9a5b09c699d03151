// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace tickstock {

/// Leaves the newest @p count elements. A type whose values may weigh more than a queue holds has a function like this.
template<class T>
void keepNewest(std::vector<T> &entries, std::size_t count)
{
    entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(std::min(count, entries.size())));
}

/// Hand-over between two threads: many producers, one consumer, bounded by weight.
///
/// The producer never waits: when the bound is reached the OLDEST entries are dropped and counted, because the newest
/// state is worth more to a monitor. The consumer is woken only on the empty -> non-empty edge and then takes
/// everything at once, so a slow consumer gets larger batches instead of more wake-ups. Thread-safe.
template<class T>
class BoundedQueue
{
public:
    /// @param capacity most weight held; of an entry heavier than that, keepNewest() leaves as much as fits, or, where
    /// the type has no such function, nothing
    explicit BoundedQueue(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// Called in the producer's thread whenever the queue stops being empty. Set before the first push.
    void setWake(std::function<void()> wake) { m_wake = std::move(wake); }

    /// Returns the weight dropped to make room (0 almost always).
    std::size_t push(T entry, std::size_t weight = 1)
    {
        std::size_t lost = 0;
        bool wasEmpty = false;
        {
            const std::lock_guard lock(m_mutex);
            wasEmpty = m_entries.empty();
            if (weight > m_capacity) {
                const std::size_t fitting = cut(entry);
                lost = weight - fitting;
                weight = fitting;
            }
            while (!m_entries.empty() && m_weight + weight > m_capacity) {
                lost += m_entries.front().second;
                m_weight -= m_entries.front().second;
                m_entries.pop_front();
            }
            m_dropped += lost;
            if (weight == 0 && lost > 0)
                return lost;
            m_entries.emplace_back(std::move(entry), weight);
            m_weight += weight;
        }
        if (wasEmpty && m_wake)
            m_wake();
        return lost;
    }

    /// Everything queued so far, oldest first.
    std::vector<T> takeAll()
    {
        std::deque<std::pair<T, std::size_t>> taken;
        {
            const std::lock_guard lock(m_mutex);
            taken.swap(m_entries);
            m_weight = 0;
        }
        std::vector<T> out;
        out.reserve(taken.size());
        for (auto &entry : taken)
            out.push_back(std::move(entry.first));
        return out;
    }

    struct Taken
    {
        std::vector<T> entries;
        quint64 dropped = 0; ///< in all, before these entries: what is dropped from now on lies behind them
    };
    /// The oldest entries, until they weigh @p enough or more. A consumer that leaves some is not woken for them.
    Taken take(std::size_t enough)
    {
        Taken out;
        const std::lock_guard lock(m_mutex);
        out.dropped = m_dropped;
        for (std::size_t taken = 0; taken < enough && !m_entries.empty(); m_entries.pop_front()) {
            auto &[entry, weight] = m_entries.front();
            taken += weight;
            m_weight -= weight;
            out.entries.push_back(std::move(entry));
        }
        return out;
    }

    std::size_t weight() const
    {
        const std::lock_guard lock(m_mutex);
        return m_weight;
    }
    /// Weight dropped since the start, for the health display.
    quint64 dropped() const
    {
        const std::lock_guard lock(m_mutex);
        return m_dropped;
    }

private:
    /// Cuts an entry that is heavier than everything that may be held; the weight that is left of it.
    std::size_t cut(T &entry) const
    {
        if constexpr (requires { keepNewest(entry, m_capacity); }) {
            keepNewest(entry, m_capacity);
            return m_capacity;
        }
        return 0;
    }

    const std::size_t m_capacity;
    std::function<void()> m_wake;
    mutable std::mutex m_mutex; // protects everything below
    std::deque<std::pair<T, std::size_t>> m_entries;
    std::size_t m_weight = 0;
    quint64 m_dropped = 0;
};

} // namespace tickstock
