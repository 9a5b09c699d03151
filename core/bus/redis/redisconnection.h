// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/backoff.h"
#include "core/net/redisurl.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct redisAsyncContext;
struct redisReply;

namespace tickstock {

class RedisTls;

/// Who waits for answers.
class RedisReplyHandler
{
public:
    virtual ~RedisReplyHandler() = default;
    /// @param token as given to send()
    /// @param reply null: the connection is gone, and whether the command was carried out is not known. The reply is
    /// valid during the call only.
    virtual void replied(quint64 token, const redisReply *reply) = 0;
    /// A message on a subscribed channel.
    virtual void message(const QByteArray & /*channel*/, const QByteArray & /*payload*/) {}
};

/// One connection to a Redis server: finds the address, connects, authenticates, and comes back with growing pauses for
/// as long as it is wanted. Commands may be sent while it is ready. Lives in the thread of the bus.
class RedisConnection final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds OpenTimeout{5'000};

    RedisConnection(RedisAddress address, RedisReplyHandler &handler, QObject *parent = nullptr);
    ~RedisConnection() override;

    void open();
    void close();
    bool isReady() const { return m_isReady; }
    /// It has been of use: the next loss is answered without delay.
    void proveUseful() { m_backoff.reset(); }

    /// The arguments are copied before it returns. Nothing is sent while not ready: the answer is then null, at once.
    void send(const std::vector<QByteArray> &arguments, quint64 token);
    /// The same, for what is sent for every tick.
    void publish(QByteArrayView channel, QByteArrayView message, quint64 token);
    /// The connection cannot do anything else from then on but subscribe (RESP2). @param pattern a channel, or one
    /// with * in it
    void subscribe(const QByteArray &pattern);
    /// Ends the connection, as if it had been lost; it is tried again.
    void abandon(const Error &why);

Q_SIGNALS:
    void ready();
    /// It could not be opened, or is gone; it is being tried again. Every command under way has been answered.
    void lost(const tickstock::Error &why);

private:
    void connectTo(const QString &host);
    void login();
    void loginAnswered(const redisReply *reply);
    void fail(const Error &why);
    void drop();
    void beginCommand(std::size_t arguments);
    void addArgument(QByteArrayView argument);
    void addLength(char kind, std::size_t length);
    void sendCommand(quint64 token);
    static void connected(const redisAsyncContext *context, int status);
    static void disconnected(const redisAsyncContext *context, int status);
    static void answered(redisAsyncContext *context, void *reply, void *data);
    static void delivered(redisAsyncContext *context, void *reply, void *data);
    Error reason(const redisAsyncContext *context) const;

    const RedisAddress m_address;
    RedisReplyHandler &m_handler;
    redisAsyncContext *m_context = nullptr;
    std::unique_ptr<RedisTls> m_tls; // null: nothing is encrypted
    std::string m_command;           // that is being put together, as it goes over the wire
    std::deque<quint64> m_tokens;    // of commands under way, in order
    int m_loginSteps = 0;            // answers that are still due before it is ready
    int m_lookup = -1;
    qsizetype m_attempts = 0; // a name may have several addresses: one after the other
    bool m_isWanted = false;
    bool m_isReady = false;
    Backoff m_backoff{Milliseconds(250), Milliseconds(10'000)};
    QTimer m_openTimer;
    QTimer m_retryTimer;
};

/// The bytes of a string, status or error.
QByteArray bytesOf(const redisReply *reply);
/// What an error reply says; nothing for other replies. Denied when the server does not know us, Unreachable when it
/// only cannot do it now.
std::optional<Error> errorOf(const redisReply *reply);

} // namespace tickstock
