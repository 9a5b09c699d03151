// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/writequeue.h"

#include "core/types/monotonicclock.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tickstock {

namespace {

template<class T>
void append(std::vector<T> &into, std::vector<T> from)
{
    into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

void WriteQueue::addMinute(StoredMinute minute, bool overwrites)
{
    std::string key = minute.symbol.toStdString() + '@' + std::to_string(minute.bar.start.ms);
    const auto [it, isNew] = m_minuteAt.try_emplace(std::move(key), m_waiting.minutes.size());
    if (isNew) {
        m_waiting.minutes.push_back(std::move(minute));
        return;
    }
    StoredMinute &waiting = m_waiting.minutes[it->second];
    if (overwrites && rankOf(minute.bar.source) >= rankOf(waiting.bar.source))
        waiting = std::move(minute);
}

void WriteQueue::add(WriteBatch batch)
{
    if (m_keepsFindingsOnly) {
        batch.minutes.clear();
        batch.days.clear();
        batch.ticks.clear();
        batch.gaps.clear();
    }
    if (batch.isEmpty() || m_isOff)
        return;
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_waiting.isEmpty();
        if (wasEmpty)
            m_oldestUs = monotonicUs();
        for (StoredMinute &minute : batch.minutes)
            addMinute(std::move(minute), true);
        append(m_waiting.days, std::move(batch.days));
        append(m_waiting.events, std::move(batch.events));
        append(m_waiting.gaps, std::move(batch.gaps));
        append(m_waiting.indicators, std::move(batch.indicators));
        append(m_waiting.ticks, std::move(batch.ticks));
        boundTicks();
    }
    if (wasEmpty && m_wake)
        m_wake();
}

/// What came first stays.
void WriteQueue::boundTicks()
{
    if (m_waiting.ticks.size() <= m_maxTicks)
        return;
    m_droppedTicks += m_waiting.ticks.size() - m_maxTicks;
    m_waiting.ticks.resize(m_maxTicks);
}

void WriteQueue::putBack(WriteBatch batch)
{
    const std::lock_guard lock(m_mutex);
    for (StoredMinute &minute : batch.minutes)
        addMinute(std::move(minute), false);
    append(batch.days, std::exchange(m_waiting.days, {}));
    append(batch.events, std::exchange(m_waiting.events, {}));
    append(batch.ticks, std::exchange(m_waiting.ticks, {}));
    append(batch.gaps, std::exchange(m_waiting.gaps, {}));
    append(batch.indicators, std::exchange(m_waiting.indicators, {}));
    m_waiting.days = std::move(batch.days);
    m_waiting.events = std::move(batch.events);
    m_waiting.ticks = std::move(batch.ticks);
    m_waiting.gaps = std::move(batch.gaps);
    m_waiting.indicators = std::move(batch.indicators);
    boundTicks();
}

WriteBatch WriteQueue::takeAll()
{
    const std::lock_guard lock(m_mutex);
    m_minuteAt.clear();
    return std::exchange(m_waiting, {});
}

std::size_t WriteQueue::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

std::int64_t WriteQueue::oldestUs() const
{
    const std::lock_guard lock(m_mutex);
    return m_oldestUs;
}

quint64 WriteQueue::droppedTicks() const
{
    const std::lock_guard lock(m_mutex);
    return m_droppedTicks;
}

} // namespace tickstock
