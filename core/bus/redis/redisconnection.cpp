// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisconnection.h"

#include "core/bus/redis/redisnotifiers.h"
#include "core/bus/redis/redistls.h"
#include "core/types/threadcheck.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <hiredis/async.h>

#include <array>
#include <charconv>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRedis, "tickstock.redis", QtInfoMsg)

/// Stands for the answers of the login, which are taken here.
constexpr quint64 LoginToken = ~quint64(0);

QString textOf(const redisReply *reply)
{
    return QString::fromUtf8(reply->str, static_cast<qsizetype>(reply->len));
}

} // namespace

QByteArray bytesOf(const redisReply *reply)
{
    return {reply->str, static_cast<qsizetype>(reply->len)};
}

std::optional<Error> errorOf(const redisReply *reply)
{
    if (!reply || reply->type != REDIS_REPLY_ERROR)
        return std::nullopt;
    const QString text = textOf(reply);
    for (const QLatin1String word :
         {QLatin1String("NOAUTH"), QLatin1String("WRONGPASS"), QLatin1String("NOPERM"), QLatin1String("ERR invalid"),
          QLatin1String("ERR AUTH"), QLatin1String("ERR Client sent AUTH"), QLatin1String("ERR DB index")}) {
        if (text.startsWith(word))
            return Error{ErrorCode::Denied, text};
    }
    return Error{ErrorCode::Unreachable, text};
}

RedisConnection::RedisConnection(RedisAddress address, RedisReplyHandler &handler, QObject *parent)
    : QObject(parent)
    , m_address(std::move(address))
    , m_handler(handler)
{
    m_openTimer.setSingleShot(true);
    m_openTimer.setInterval(OpenTimeout);
    connect(&m_openTimer, &QTimer::timeout, this, [this] {
        QString problem = QStringLiteral("no answer within %1 s").arg(OpenTimeout.count() / 1'000);
        if (m_tls && !m_tls->isAgreedUpon())
            problem += QStringLiteral("; perhaps the server does not encrypt on this port");
        fail({ErrorCode::Unreachable, problem});
    });
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &RedisConnection::open);
}

RedisConnection::~RedisConnection()
{
    close();
}

/// Names are looked up in a thread of Qt's: hiredis would wait for the answer.
void RedisConnection::open()
{
    assertThreadOf(this);
    m_isWanted = true;
    m_retryTimer.stop();
    drop();
    m_openTimer.start();
    if (!QHostAddress(m_address.host).isNull()) {
        connectTo(m_address.host);
        return;
    }
    m_lookup = QHostInfo::lookupHost(m_address.host, this, [this](const QHostInfo &found) {
        m_lookup = -1;
        if (found.addresses().isEmpty())
            fail({ErrorCode::Unreachable, found.errorString()});
        else
            connectTo(found.addresses().at(m_attempts++ % found.addresses().size()).toString());
    });
}

void RedisConnection::close()
{
    assertThreadOf(this);
    m_isWanted = false;
    m_retryTimer.stop();
    m_openTimer.stop();
    drop();
}

void RedisConnection::connectTo(const QString &host)
{
    m_context = redisAsyncConnect(host.toLatin1().constData(), m_address.port);
    if (!m_context || m_context->err != 0) {
        const QString problem = m_context ? QString::fromUtf8(m_context->errstr) : QStringLiteral("out of memory");
        fail({ErrorCode::Unreachable, problem});
        return;
    }
    m_context->data = this;
    redisEnableKeepAlive(&m_context->c);
    if (m_address.isEncrypted) {
        auto begun = RedisTls::begin(&m_context->c, m_address);
        if (!begun) {
            fail(begun.error());
            return;
        }
        m_tls = std::move(*begun);
    }
    RedisNotifiers::attach(m_context);
    redisAsyncSetConnectCallback(m_context, &RedisConnection::connected);
    redisAsyncSetDisconnectCallback(m_context, &RedisConnection::disconnected);
}

/// Why hiredis has given the connection up; it knows nothing of what is wrong with TLS.
Error RedisConnection::reason(const redisAsyncContext *context) const
{
    if (m_tls) {
        if (const auto problem = m_tls->problem())
            return *problem;
    }
    const QString text = QString::fromUtf8(context->errstr);
    return {ErrorCode::Unreachable, text.isEmpty() ? QStringLiteral("the server closed it") : text};
}

/// From hiredis, which frees the context after this when it failed.
void RedisConnection::connected(const redisAsyncContext *context, int status)
{
    auto *self = static_cast<RedisConnection *>(context->data);
    if (!self)
        return;
    if (status != REDIS_OK) {
        const Error why = self->reason(context);
        self->m_context = nullptr;
        self->fail(why);
        return;
    }
    // Later: before hiredis 1.1 nothing may be sent from in here.
    QMetaObject::invokeMethod(self, &RedisConnection::login, Qt::QueuedConnection);
}

/// From hiredis, which has answered all commands with null and frees the context after this.
void RedisConnection::disconnected(const redisAsyncContext *context, int)
{
    auto *self = static_cast<RedisConnection *>(context->data);
    if (!self)
        return;
    const Error why = self->reason(context);
    self->m_context = nullptr;
    self->fail(why);
}

void RedisConnection::login()
{
    if (!m_context)
        return;
    std::vector<std::vector<QByteArray>> commands;
    if (!m_address.password.isEmpty()) {
        std::vector<QByteArray> auth{"AUTH"};
        if (!m_address.user.isEmpty())
            auth.push_back(m_address.user.toUtf8());
        auth.push_back(m_address.password.toUtf8());
        commands.push_back(std::move(auth));
    }
    if (m_address.database != 0)
        commands.push_back({"SELECT", QByteArray::number(m_address.database)});
    commands.push_back({"PING"});
    m_loginSteps = static_cast<int>(commands.size());
    m_isReady = true; // for send() only: ready() follows when the login has been answered
    for (const auto &command : commands)
        send(command, LoginToken);
    m_isReady = false;
}

void RedisConnection::loginAnswered(const redisReply *reply)
{
    if (!reply)
        return; // the loss of the connection is reported by disconnected()
    if (const auto problem = errorOf(reply)) {
        fail(*problem);
        return;
    }
    if (--m_loginSteps > 0)
        return;
    m_openTimer.stop();
    m_isReady = true;
    Q_EMIT ready();
}

void RedisConnection::send(const std::vector<QByteArray> &arguments, quint64 token)
{
    beginCommand(arguments.size());
    for (const QByteArray &argument : arguments)
        addArgument(argument);
    sendCommand(token);
}

void RedisConnection::publish(QByteArrayView channel, QByteArrayView message, quint64 token)
{
    beginCommand(3);
    for (const QByteArrayView argument : {QByteArrayView("PUBLISH"), channel, message})
        addArgument(argument);
    sendCommand(token);
}

void RedisConnection::beginCommand(std::size_t arguments)
{
    m_command.clear();
    addLength('*', arguments);
}

void RedisConnection::addArgument(QByteArrayView argument)
{
    addLength('$', static_cast<std::size_t>(argument.size()));
    m_command.append(argument.data(), static_cast<std::size_t>(argument.size())).append("\r\n");
}

void RedisConnection::addLength(char kind, std::size_t length)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), length).ptr;
    m_command.append(1, kind).append(digits.data(), end).append("\r\n");
}

void RedisConnection::sendCommand(quint64 token)
{
    if (!m_context || !m_isReady) {
        m_handler.replied(token, nullptr);
        return;
    }
    m_tokens.push_back(token);
    if (redisAsyncFormattedCommand(m_context, &RedisConnection::answered, this, m_command.data(), m_command.size()) !=
        REDIS_OK) {
        m_tokens.pop_back(); // it is being disconnected
        m_handler.replied(token, nullptr);
    }
}

void RedisConnection::answered(redisAsyncContext *context, void *reply, void *data)
{
    auto *self = static_cast<RedisConnection *>(data);
    if (!context->data || self->m_tokens.empty())
        return; // dropped: those that waited have been answered
    const quint64 token = self->m_tokens.front();
    self->m_tokens.pop_front();
    const auto *answer = static_cast<const redisReply *>(reply);
    if (token != LoginToken)
        self->m_handler.replied(token, answer);
    else
        self->loginAnswered(answer);
}

void RedisConnection::subscribe(const QByteArray &pattern)
{
    assertThreadOf(this);
    if (!m_context || !m_isReady)
        return;
    const char *texts[] = {pattern.contains('*') ? "PSUBSCRIBE" : "SUBSCRIBE", pattern.constData()};
    const std::size_t lengths[] = {qstrlen(texts[0]), static_cast<std::size_t>(pattern.size())};
    redisAsyncCommandArgv(m_context, &RedisConnection::delivered, this, 2, texts, lengths);
}

/// ["message", channel, payload] or ["pmessage", pattern, channel, payload]; https://redis.io/docs/develop/pubsub
void RedisConnection::delivered(redisAsyncContext *context, void *reply, void *data)
{
    const auto *answer = static_cast<const redisReply *>(reply);
    if (!answer || !context->data)
        return;
    auto *self = static_cast<RedisConnection *>(data);
    if (const auto problem = errorOf(answer)) {
        self->abandon(*problem);
        return;
    }
    if (answer->type != REDIS_REPLY_ARRAY || answer->elements < 3)
        return;
    self->proveUseful();
    const QByteArray kind = bytesOf(answer->element[0]);
    if (kind == "message")
        self->m_handler.message(bytesOf(answer->element[1]), bytesOf(answer->element[2]));
    else if (kind == "pmessage" && answer->elements == 4)
        self->m_handler.message(bytesOf(answer->element[2]), bytesOf(answer->element[3]));
}

void RedisConnection::abandon(const Error &why)
{
    assertThreadOf(this);
    // Later: a handler may be in the middle of an answer.
    const auto give = [this, why, context = m_context] {
        if (m_context && m_context == context)
            fail(why);
    };
    QMetaObject::invokeMethod(this, give, Qt::QueuedConnection);
}

/// The one way out, however it ends.
void RedisConnection::fail(const Error &why)
{
    drop();
    m_openTimer.stop();
    if (!m_isWanted)
        return;
    const Milliseconds pause =
        m_backoff.ceiling() / 2 + m_backoff.next(QRandomGenerator::global()->generateDouble()) / 2;
    m_retryTimer.start(pause);
    qCInfo(lcRedis).noquote() << m_address.shown() << why.detail << "- next try in" << pause.count() << "ms";
    Q_EMIT lost(why);
}

void RedisConnection::drop()
{
    m_isReady = false;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    if (redisAsyncContext *context = std::exchange(m_context, nullptr)) {
        context->data = nullptr;
        redisAsyncFree(context); // at once, or after the callback that it is in
    }
    m_tls.reset();
    for (const quint64 token : std::exchange(m_tokens, {})) {
        if (token != LoginToken)
            m_handler.replied(token, nullptr);
    }
}

} // namespace tickstock
