// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/writequeue.h"

#include "core/types/monotonicclock.h"

#include <algorithm>
#include <chrono>
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
    bool isNews = false;
    {
        const std::lock_guard lock(m_mutex);
        const bool isFirst = m_waiting.isEmpty() && batch.size() > batch.ticks.size();
        isNews = isFirst || (m_ticks.empty() && !batch.ticks.empty());
        if (isFirst)
            m_oldestUs = monotonicUs();
        for (StoredMinute &minute : batch.minutes)
            addMinute(std::move(minute), true);
        append(m_waiting.days, std::move(batch.days));
        append(m_waiting.events, std::move(batch.events));
        append(m_waiting.gaps, std::move(batch.gaps));
        append(m_waiting.indicators, std::move(batch.indicators));
        addTicks(std::move(batch.ticks));
    }
    if (isNews && m_wake)
        m_wake();
}

/// What came first stays.
void WriteQueue::addTicks(std::vector<StoredTick> ticks)
{
    if (m_ticks.empty())
        m_gatheringSinceUs = monotonicUs();
    const std::size_t room = m_maxTicks - std::min(m_maxTicks, m_ticks.size());
    const std::size_t taken = std::min(room, ticks.size());
    m_droppedTicks += ticks.size() - taken;
    const auto end = ticks.begin() + static_cast<std::ptrdiff_t>(taken);
    m_ticks.insert(m_ticks.end(), std::make_move_iterator(ticks.begin()), std::make_move_iterator(end));
}

void WriteQueue::putBack(WriteBatch batch)
{
    const std::lock_guard lock(m_mutex);
    for (StoredMinute &minute : batch.minutes)
        addMinute(std::move(minute), false);
    append(batch.days, std::exchange(m_waiting.days, {}));
    append(batch.events, std::exchange(m_waiting.events, {}));
    append(batch.gaps, std::exchange(m_waiting.gaps, {}));
    append(batch.indicators, std::exchange(m_waiting.indicators, {}));
    m_waiting.days = std::move(batch.days);
    m_waiting.events = std::move(batch.events);
    m_waiting.gaps = std::move(batch.gaps);
    m_waiting.indicators = std::move(batch.indicators);
    m_ticks.insert(m_ticks.begin(), std::make_move_iterator(batch.ticks.begin()),
                   std::make_move_iterator(batch.ticks.end()));
    if (m_ticks.size() > m_maxTicks) {
        m_droppedTicks += m_ticks.size() - m_maxTicks;
        m_ticks.resize(m_maxTicks);
    }
}

WriteBatch WriteQueue::take(std::size_t ticks)
{
    const std::lock_guard lock(m_mutex);
    m_minuteAt.clear();
    WriteBatch taken = std::exchange(m_waiting, {});
    const auto end = m_ticks.begin() + static_cast<std::ptrdiff_t>(std::min(ticks, m_ticks.size()));
    taken.ticks.assign(std::make_move_iterator(m_ticks.begin()), std::make_move_iterator(end));
    m_ticks.erase(m_ticks.begin(), end);
    if (!taken.ticks.empty())
        m_gatheringSinceUs = monotonicUs();
    return taken;
}

std::size_t WriteQueue::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size() + m_ticks.size();
}

void WriteQueue::gatherTicks(Milliseconds patience)
{
    const std::lock_guard lock(m_mutex);
    m_patienceUs = std::chrono::microseconds(patience).count();
}

WriteQueue::Due WriteQueue::due() const
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t now = monotonicUs();
    const std::int64_t ticksDueUs = m_gatheringSinceUs + m_patienceUs;
    Due due{m_waiting.size(), 0, m_waiting.isEmpty() ? now : m_oldestUs};
    if (ticksDueUs <= now || m_ticks.size() >= TicksGathered)
        due.ticks = m_ticks.size();
    if (due.ticks > 0)
        due.sinceUs = std::min(due.sinceUs, ticksDueUs);
    return due;
}

quint64 WriteQueue::droppedTicks() const
{
    const std::lock_guard lock(m_mutex);
    return m_droppedTicks;
}

} // namespace tickstock
