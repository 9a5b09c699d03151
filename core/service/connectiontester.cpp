// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/connectiontester.h"

namespace tickstock {

ConnectionTester::ConnectionTester(MultiConnectionManager *manager, SymbolTable &symbols, QObject *parent)
    : QObject(parent)
    , m_manager(manager)
    , m_symbols(symbols)
{
    if (!manager)
        return;
    connect(manager, &MarketFeed::statusChanged, this, [this](const ConnectionHealth &health) {
        const bool isWaiting = m_isBusy && !m_test;
        if (isWaiting && health.id == m_paused && health.status == ConnectionStatus::Off)
            run();
    });
}

ConnectionTester::~ConnectionTester() = default;

/// The connection itself if it is open, else the least important one that is; none if nothing is open.
ConnectionId ConnectionTester::inUse(ConnectionId id) const
{
    ConnectionId last;
    int priority = 0;
    if (!m_manager)
        return last;
    for (const ConnectionHealth &health : m_manager->health()) {
        if (health.status == ConnectionStatus::Off)
            continue;
        if (health.id == id)
            return id;
        if (health.priority >= priority) {
            last = health.id;
            priority = health.priority;
        }
    }
    return last;
}

void ConnectionTester::start(ConnectionId id, const ConnectionTestRequest &request)
{
    if (std::exchange(m_isBusy, true))
        return;
    m_id = id;
    m_request = request;
    m_paused = inUse(id);
    if (m_paused.value == 0)
        run();
    else
        m_manager->pause(m_paused);
}

void ConnectionTester::run()
{
    m_test = std::make_unique<ConnectionTest>(m_request, m_symbols);
    connect(m_test.get(), &ConnectionTest::progressed, this, [this](const ConnectionTestResult &result) {
        Q_EMIT tested(m_id, result);
        if (!result.isLast)
            return;
        m_test.release()->deleteLater();
        m_isBusy = false;
        if (m_manager && m_paused.value != 0)
            m_manager->resume(m_paused);
    });
    m_test->start();
}

} // namespace tickstock
