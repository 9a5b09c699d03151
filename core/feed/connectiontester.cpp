// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectiontester.h"

#include "core/types/threadcheck.h"

namespace tickstock {

namespace {

constexpr int PausePatienceMs = 15'000;

} // namespace

ConnectionTester::ConnectionTester(MultiConnectionManager *manager, SymbolTable &symbols, QObject *parent)
    : QObject(parent)
    , m_manager(manager)
    , m_symbols(symbols)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(PausePatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        Q_EMIT tested(m_id, {TestStage::Name, TestOutcome::Failed, Milliseconds(PausePatienceMs),
                             QStringLiteral("the running connection could not be paused"), true});
        finish();
    });
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
        const bool holdsSocket = isConnected(health.status) || health.status == ConnectionStatus::Connecting ||
                                 health.status == ConnectionStatus::Authenticating;
        if (!holdsSocket)
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
    assertThreadOf(this);
    cancel();
    m_isBusy = true;
    m_id = id;
    m_request = request;
    m_paused = inUse(id);
    if (m_paused.value == 0) {
        run();
    } else {
        m_patience.start();
        m_manager->pause(m_paused);
    }
}

void ConnectionTester::cancel()
{
    assertThreadOf(this);
    if (m_isBusy)
        finish();
}

void ConnectionTester::finish()
{
    m_patience.stop();
    if (m_test) {
        m_test->disconnect(this);
        m_test.release()->deleteLater(); // it may be in the middle of emitting a signal
    }
    m_isBusy = false;
    if (m_manager && m_paused.value != 0)
        m_manager->endPause(m_paused);
    m_paused = {};
}

void ConnectionTester::run()
{
    m_patience.stop();
    m_test = std::make_unique<ConnectionTest>(m_request, m_symbols);
    connect(m_test.get(), &ConnectionTest::progressed, this, [this](const ConnectionTestResult &result) {
        Q_EMIT tested(m_id, result);
        if (result.isLast)
            finish();
    });
    m_test->start();
}

} // namespace tickstock
