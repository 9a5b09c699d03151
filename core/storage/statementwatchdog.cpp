// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/statementwatchdog.h"

#include <QLoggingCategory>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

} // namespace

StatementWatchdog::StatementWatchdog(Milliseconds limit)
    : m_limit(limit)
    , m_thread([this] { watch(); })
{
}

StatementWatchdog::~StatementWatchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void StatementWatchdog::begin(int socket)
{
    {
        const std::lock_guard lock(m_mutex);
        m_socket = socket;
        m_begunAt = std::chrono::steady_clock::now();
        m_isCut = false;
    }
    m_changed.notify_all();
}

void StatementWatchdog::end()
{
    const std::lock_guard lock(m_mutex);
    m_socket = -1;
}

bool StatementWatchdog::hasCut()
{
    const std::lock_guard lock(m_mutex);
    return m_isCut;
}

void StatementWatchdog::cap(Milliseconds limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_cap = limit;
    }
    m_changed.notify_all();
}

void StatementWatchdog::setLimit(Milliseconds limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_limit = limit;
    }
    m_changed.notify_all();
}

void StatementWatchdog::watch()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        if (m_socket < 0 || m_isCut) {
            m_changed.wait(lock);
            continue;
        }
        const Milliseconds limit = std::min(m_limit, m_cap);
        const auto due = m_begunAt + limit;
        if (std::chrono::steady_clock::now() < due) {
            m_changed.wait_until(lock, due);
            continue;
        }
        qCWarning(lcStorage) << "no answer from the database for" << limit.count() << "ms; the connection is ended";
        m_isCut = true;
        ::shutdown(m_socket, SHUT_RDWR);
    }
}

StatementWatchdog::Patience::Patience(StatementWatchdog &watchdog, Milliseconds limit)
    : m_watchdog(watchdog)
    , m_before([&] {
        const std::lock_guard lock(watchdog.m_mutex);
        return watchdog.m_limit;
    }())
{
    m_watchdog.setLimit(limit);
}

StatementWatchdog::Patience::~Patience()
{
    m_watchdog.setLimit(m_before);
}

} // namespace tickstock
