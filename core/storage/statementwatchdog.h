// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tickstock {

/// Frees a thread that waits for a database server which has stopped answering: when a statement takes longer than it
/// may, its socket is shut down, and the driver reports a lost connection. Needed because a client library waits for an
/// answer without an end. Lives in the database's thread, and owns one of its own that
/// watches.
class StatementWatchdog
{
public:
    explicit StatementWatchdog(Milliseconds limit);
    ~StatementWatchdog();
    StatementWatchdog(const StatementWatchdog &) = delete;
    StatementWatchdog &operator=(const StatementWatchdog &) = delete;

    /// @param socket the connection's file descriptor, shut down but never closed from here
    void begin(int socket);
    void end();
    /// Whether the statement that runs, or ran last, was cut off.
    bool hasCut();
    /// From now on no statement, the running one included, may take longer than this, whatever its Patience is.
    /// Thread-safe.
    void cap(Milliseconds limit);
    /// What the statements that follow may take: a migration or a rollup takes as long as it takes.
    class Patience
    {
    public:
        Patience(StatementWatchdog &watchdog, Milliseconds limit);
        ~Patience();
        Patience(const Patience &) = delete;
        Patience &operator=(const Patience &) = delete;

    private:
        StatementWatchdog &m_watchdog;
        const Milliseconds m_before;
    };

private:
    void setLimit(Milliseconds limit);
    void watch();

    std::mutex m_mutex; // protects everything below but the thread
    std::condition_variable m_changed;
    Milliseconds m_limit;
    Milliseconds m_cap = Milliseconds::max();
    int m_socket = -1;
    std::chrono::steady_clock::time_point m_begunAt;
    bool m_isCut = false;
    bool m_isEnding = false;
    std::thread m_thread; // last: it uses all of them
};

} // namespace tickstock
