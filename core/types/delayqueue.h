// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/monotonicclock.h"

#include <QTimer>

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

namespace tickstock {

/// Runs any amount of work, each after a time of its own, with a single timer: what Qt does for a timer grows with how
/// many of them run, so that ten thousand that end together take minutes. What has not been run when it is destroyed
/// never is. Lives in the thread that makes it.
class DelayQueue
{
public:
    DelayQueue()
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { runDue(); });
    }
    Q_DISABLE_COPY_MOVE(DelayQueue)

    void after(int milliseconds, std::function<void()> work)
    {
        m_work.emplace(monotonicUs() + std::int64_t{milliseconds} * 1'000, std::move(work));
        startTimer();
    }
    std::size_t size() const { return m_work.size(); }

private:
    /// What is added meanwhile waits for the next time.
    void runDue()
    {
        const auto end = m_work.upper_bound(monotonicUs());
        std::vector<std::function<void()>> due;
        for (auto it = m_work.begin(); it != end; ++it)
            due.push_back(std::move(it->second));
        m_work.erase(m_work.begin(), end);
        for (const auto &work : due)
            work();
        startTimer();
    }
    void startTimer()
    {
        if (m_work.empty())
            return;
        const std::int64_t waitsUs = m_work.begin()->first - monotonicUs();
        const auto milliseconds = static_cast<int>(std::max<std::int64_t>(0, (waitsUs + 999) / 1'000));
        if (!m_timer.isActive() || m_timer.remainingTime() > milliseconds)
            m_timer.start(milliseconds);
    }

    std::multimap<std::int64_t, std::function<void()>> m_work; // by when it is due: monotonic clock, microseconds
    QTimer m_timer;
};

} // namespace tickstock
