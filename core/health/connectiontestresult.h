// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QMetaType>
#include <QStringList>
#include <QUrl>

namespace tickstock {

/// The stages of a connection test, in their order.
enum class TestStage {
    Name,        ///< DNS
    Network,     ///< TCP and, for wss, TLS
    WebSocket,   ///< handshake, and the server's greeting
    Key,         ///< authentication
    Entitlement, ///< a subscription to each channel is confirmed
    Data         ///< one event arrives
};
inline constexpr int TestStageCount = 6;

enum class TestOutcome { Running, Passed, Failed, NoData };

/// What is to be tested. A value.
struct ConnectionTestRequest
{
    QUrl url;
    QString key; ///< never logged
    QString caFile;
    QStringList channels;
    QString symbol = QStringLiteral("AAPL"); ///< one that trades often
    Milliseconds stageTimeout{10'000};
    /// How long the test waits for an event. While the market is closed none comes, so its absence is no failure.
    Milliseconds dataTimeout{5'000};
};

/// The result of one stage so far. A value.
struct ConnectionTestResult
{
    TestStage stage = TestStage::Name;
    TestOutcome outcome = TestOutcome::Running;
    Milliseconds took{0};
    QString detail; ///< the server's or the network's own words
    bool isLast = false;
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::ConnectionTestResult)
