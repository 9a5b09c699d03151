// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <unordered_map>

namespace tickstock {

/// What waits to be stored. Producers never wait. Minutes, days and events are never dropped: a minute that changes
/// while it waits is replaced (only its last version counts). Ticks are bounded; when there is no room the new ones are
/// dropped and counted. Thread-safe.
class WriteQueue
{
public:
    /// So many ticks are worth a transaction.
    static constexpr std::size_t TicksGathered = 250'000;

    explicit WriteQueue(std::size_t maxTicks)
        : m_maxTicks(maxTicks)
    {
    }

    /// Called in the producer's thread when there is something to write again: ticks, or something else. Set before
    /// use.
    void setWake(std::function<void()> wake) { m_wake = std::move(wake); }

    /// Everything added from now on is left out: another program writes. Set before use.
    void turnOff() { m_isOff = true; }
    /// Only events and indicators are kept from now on: another program writes the rest. Set before use.
    void keepFindings() { m_keepsFindingsOnly = true; }
    void add(WriteBatch batch);
    /// A batch that could not be written goes back; what came later wins over it.
    void putBack(WriteBatch batch);
    WriteBatch takeAll() { return take(std::numeric_limits<std::size_t>::max()); }
    /// Everything but ticks, and of these the oldest, as many as are wanted.
    WriteBatch take(std::size_t ticks);

    /// Ticks are due when so much time has passed, or when there are TicksGathered; 0: at once.
    void gatherTicks(Milliseconds patience);
    struct Due
    {
        std::size_t rows = 0; ///< but for ticks
        std::size_t ticks = 0;
        std::int64_t sinceUs = 0; ///< since when the oldest of it has been due: monotonic clock, microseconds
        bool isEmpty() const { return rows + ticks == 0; }
    };
    Due due() const;

    std::size_t size() const;
    quint64 droppedTicks() const;

private:
    void addMinute(StoredMinute minute, bool overwrites);
    void addTicks(std::vector<StoredTick> ticks);

    const std::size_t m_maxTicks;
    bool m_isOff = false;
    bool m_keepsFindingsOnly = false;
    std::function<void()> m_wake;
    mutable std::mutex m_mutex; // protects everything below
    WriteBatch m_waiting;       // but for the ticks
    std::int64_t m_oldestUs = 0;
    std::deque<StoredTick> m_ticks; // the oldest first
    std::int64_t m_gatheringSinceUs = 0;
    std::int64_t m_patienceUs = 0;
    std::unordered_map<std::string, std::size_t> m_minuteAt; // symbol and start to index in m_waiting.minutes
    quint64 m_droppedTicks = 0;
};

} // namespace tickstock
