// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/connectionhealth.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <vector>

class QWebSocket;

namespace tickstock {

/// One attempt at a connection to the vendor's feed: the socket, the handshakes of TCP, TLS and WebSocket, and the
/// reason why it ended. Knows nothing of keys and subscriptions, and is not opened a second time. Lives in the feed
/// thread.
class MassiveSocket final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl url;
        QString caFile;            ///< an extra certificate authority (PEM)
        Milliseconds openTimeout;  ///< from open() to handshakeDone()
        Milliseconds closeTimeout; ///< a peer that does not answer our close frame
    };

    static constexpr Milliseconds PingAfterSilence{15'000};

    explicit MassiveSocket(Options options);
    ~MassiveSocket() override;
    /// Ends the attempt. Nothing is emitted any more, and the object is deleted later, since it may be in the middle of
    /// emitting a signal. @param politely with a close frame, so that the server frees its slot at once
    static void retire(std::unique_ptr<MassiveSocket> socket, bool politely);

    void open();
    /// The server has accepted the key: the time for opening is not counted any more.
    void handshakeDone();
    /// False if the message could not be sent.
    bool send(const char *action, const QString &params);
    /// One message for each of the lists; false if one of them could not be sent.
    bool send(const char *action, const std::vector<QString> &lists);
    /// For one that has been silent for PingAfterSilence.
    void ping();
    /// failed() follows when the caller has returned to the event loop.
    void failLater(tickstock::StatusReason reason, const QString &detail);

Q_SIGNALS:
    /// The handshakes are done; the server speaks next.
    void connected();
    void frameReceived(const QString &frame);
    void binaryFrameReceived(const QByteArray &frame);
    /// The attempt is over. May come more than once; retire it at the first. TooManyConnections: by a close frame that
    /// says so; a close code alone does not. The detail holds the server's words.
    void failed(tickstock::StatusReason reason, const QString &detail);

private:
    void handleError(int error, const QString &text);
    void handleDisconnected();

    const Options m_options;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_openTimer;
    bool m_isConnected = false; // the WebSocket handshake is done
};

} // namespace tickstock
