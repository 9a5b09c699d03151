// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"
#include "core/health/connectiontestresult.h"
#include "core/health/routingplan.h"

#include <QObject>

namespace tickstock {

/// What a user can do to a connection.
enum class ConnectionAction {
    Pause,     ///< move its symbols away and close it
    Resume,    ///< open it again
    Reconnect, ///< close and open, waiting for nothing
    Drain,     ///< move its symbols away, stay open
    Undrain
};

/// What a window can do about connections. Lives in the GUI thread and never blocks it.
class ConnectionControl : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void control(ConnectionId connection, ConnectionAction action) = 0;
    /// Answered by planReady(): what a rebalance would change now, or has changed if @p apply.
    virtual void requestPlan(bool apply) = 0;
    /// How many symbols each connection of @p set would carry if all were up, in their order; the last number is that
    /// of symbols that fit nowhere. A pure function: nothing has to run.
    virtual std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings) const = 0;
    /// Tries one connection through, step by step, and answers by connectionTested() after each. Never opens one
    /// connection more than is in use: the running one is paused meanwhile.
    virtual void testConnection(ConnectionId connection, const ConnectionTestRequest &request) = 0;
    virtual void cancelTest() = 0;

Q_SIGNALS:
    void planReady(const tickstock::RoutingPlan &plan, bool isApplied);
    void connectionTested(tickstock::ConnectionId connection, const tickstock::ConnectionTestResult &result);
};

} // namespace tickstock
