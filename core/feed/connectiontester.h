// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectiontest.h"
#include "core/feed/multiconnectionmanager.h"

#include <QTimer>

#include <memory>

namespace tickstock {

/// Runs connection tests one at a time. A test takes the place of the connection it is about, whose pause begins before
/// it and ends after it, so that never one connection more is open than before. Lives in the manager's thread (without
/// a manager, in that of its parent).
class ConnectionTester final : public QObject
{
    Q_OBJECT

public:
    /// @param manager null when no feed is open
    ConnectionTester(MultiConnectionManager *manager, SymbolTable &symbols, QObject *parent);
    ~ConnectionTester() override;

    /// While another test runs, that one is cancelled first.
    void start(ConnectionId id, const ConnectionTestRequest &request);
    /// Nothing is reported any more, and the pause ends.
    void cancel();

Q_SIGNALS:
    void tested(tickstock::ConnectionId connection, const tickstock::ConnectionTestResult &result);

private:
    void run();
    void finish();
    ConnectionId inUse(ConnectionId id) const;

    MultiConnectionManager *const m_manager;
    SymbolTable &m_symbols;
    ConnectionId m_id;
    ConnectionId m_paused; // the connection whose place the test takes
    ConnectionTestRequest m_request;
    std::unique_ptr<ConnectionTest> m_test;
    QTimer m_patience; // for the pause
    bool m_isBusy = false;
};

} // namespace tickstock
