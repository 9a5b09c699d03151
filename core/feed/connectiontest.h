// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"
#include "core/health/connectiontestresult.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

class QSslSocket;
class QWebSocket;

namespace tickstock {

/// Tests a connection stage by stage, on a socket of its own that it closes at the end. Lives in the feed thread; its
/// owner deletes it.
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
    void handleFrame();
    void handleData();
    void confirm(const QStringList &pairs);
    void handleStatus(const massive::StatusMessage &status);
    void send(const char *action, const QString &params);

    const ConnectionTestRequest m_request;
    SymbolTable &m_symbols;
    massive::FrameParser m_parser;
    massive::ParsedFrame m_frame;
    TestStage m_stage = TestStage::Name;
    QElapsedTimer m_clock;
    QTimer m_timeout;
    std::unique_ptr<QSslSocket> m_tcp;
    std::unique_ptr<QWebSocket> m_socket;
    QStringList m_unconfirmed; // pairs
    QString m_lastUnknown;     // the last answer that was not understood
    bool m_isDone = false;
};

} // namespace tickstock
