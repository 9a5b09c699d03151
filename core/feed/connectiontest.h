// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUrl>

#include <memory>

class QSslSocket;
class QWebSocket;

namespace tickstock {

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

struct ConnectionTestRequest
{
    QUrl url;
    QString key; ///< never logged
    QString caFile;
    QStringList channels;
    QString symbol = QStringLiteral("AAPL"); ///< one that trades often
    Milliseconds stageTimeout{10'000};
    /// How long an event is waited for. Nothing comes while the market is closed, so its absence is no failure.
    Milliseconds dataTimeout{5'000};
};

/// What one stage has shown so far.
struct ConnectionTestResult
{
    TestStage stage = TestStage::Name;
    TestOutcome outcome = TestOutcome::Running;
    Milliseconds took{0};
    QString detail; ///< the server's or the network's own words
    bool isLast = false;
};

/// Tries a connection through, stage by stage, on a socket of its own that it closes at the end. Lives in the feed
/// thread; deletes nothing itself.
class ConnectionTest final : public QObject
{
    Q_OBJECT

public:
    /// @param symbols must outlive the test
    ConnectionTest(ConnectionTestRequest request, SymbolTable &symbols, QObject *parent = nullptr);
    ~ConnectionTest() override;

    void start();

Q_SIGNALS:
    /// When a stage begins (Running) and when it ends. After the one with isLast nothing follows.
    void progressed(const tickstock::ConnectionTestResult &result);

private:
    void begin(TestStage stage);
    void pass(const QString &detail = {});
    void fail(const QString &detail);
    void finish(TestOutcome outcome, const QString &detail);
    void tryName();
    void tryNetwork();
    void tryWebSocket();
    void handleFrame(const QString &frame);
    void handleStatus(const massive::StatusMessage &status);
    void send(const char *action, const QString &params);

    const ConnectionTestRequest m_request;
    massive::FrameParser m_parser;
    massive::ParsedFrame m_frame;
    TestStage m_stage = TestStage::Name;
    QElapsedTimer m_clock;
    QTimer m_timeout;
    std::unique_ptr<QSslSocket> m_tcp;
    std::unique_ptr<QWebSocket> m_socket;
    QStringList m_unconfirmed; // pairs
    bool m_isDone = false;
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::ConnectionTestResult)
