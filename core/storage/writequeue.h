// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

#include <functional>
#include <mutex>
#include <unordered_map>

namespace tickstock {

/// What waits to be stored. Producers never wait. Minutes, days and events are never dropped: a minute that changes
/// while it waits is replaced (only its last version counts). Ticks are bounded; when there is no room the new ones are
/// dropped and counted. Thread-safe.
class WriteQueue
{
public:
    explicit WriteQueue(std::size_t maxTicks)
        : m_maxTicks(maxTicks)
    {
    }

    /// Called in the producer's thread when there is something to write again. Set before use.
    void setWake(std::function<void()> wake) { m_wake = std::move(wake); }

    /// Everything added from now on is left out: another program writes. Set before use.
    void turnOff() { m_isOff = true; }
    /// Only events and indicators are kept from now on: another program writes the rest. Set before use.
    void keepFindings() { m_keepsFindingsOnly = true; }
    void add(WriteBatch batch);
    /// A batch that could not be written goes back; what came later wins over it.
    void putBack(WriteBatch batch);
    WriteBatch takeAll();

    std::size_t size() const;
    /// When the oldest of what waits was added: monotonic clock, microseconds.
    std::int64_t oldestUs() const;
    quint64 droppedTicks() const;

private:
    void addMinute(StoredMinute minute, bool overwrites);
    void boundTicks();

    const std::size_t m_maxTicks;
    bool m_isOff = false;
    bool m_keepsFindingsOnly = false;
    std::function<void()> m_wake;
    mutable std::mutex m_mutex; // protects everything below
    WriteBatch m_waiting;
    std::int64_t m_oldestUs = 0;
    std::unordered_map<std::string, std::size_t> m_minuteAt; // symbol and start to index in m_waiting.minutes
    quint64 m_droppedTicks = 0;
};

} // namespace tickstock
