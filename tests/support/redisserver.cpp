// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/redisserver.h"

#include "tests/support/program.h"

#include <hiredis/hiredis.h>

#include <functional>
#include <memory>

namespace tickstock::test {

RedisServer::RedisServer()
    : m_port(freePort())
    , m_encryptedPort(freePort())
{
}

RedisServer::~RedisServer() = default;

QUrl RedisServer::url() const
{
    return QUrl(QStringLiteral("redis://127.0.0.1:%1").arg(m_port));
}

QUrl RedisServer::encryptedUrl(const QString &host) const
{
    return QUrl(QStringLiteral("rediss://%1:%2").arg(host).arg(m_encryptedPort));
}

QStringList RedisServer::arguments() const
{
    QStringList all{QStringLiteral("--port"),        QString::number(m_port),
                    QStringLiteral("--bind"),        QStringLiteral("127.0.0.1"),
                    QStringLiteral("--dir"),         m_directory.path(),
                    QStringLiteral("--save"),        QString(),
                    QStringLiteral("--appendonly"),  m_isDurable ? QStringLiteral("yes") : QStringLiteral("no"),
                    QStringLiteral("--appendfsync"), QStringLiteral("always")};
    if (!m_password.isEmpty())
        all << QStringLiteral("--requirepass") << m_password;
    if (!m_certificate.file.isEmpty()) {
        all << QStringLiteral("--tls-port") << QString::number(m_encryptedPort) << QStringLiteral("--tls-cert-file")
            << m_certificate.file << QStringLiteral("--tls-key-file") << m_certificate.keyFile
            << QStringLiteral("--tls-auth-clients") << QStringLiteral("no");
    }
    return all;
}

bool RedisServer::answers()
{
    return command({QStringLiteral("PING")}) == QStringList{QStringLiteral("PONG")};
}

QStringList RedisServer::command(const QStringList &words)
{
    const timeval patience{2, 0};
    const std::unique_ptr<redisContext, decltype(&redisFree)> context(
        redisConnectWithTimeout("127.0.0.1", m_port, patience), &redisFree);
    if (!context || context->err != 0)
        return {};
    redisSetTimeout(context.get(), patience);
    const auto send = [&](const QStringList &all) {
        std::vector<QByteArray> bytes;
        for (const QString &word : all)
            bytes.push_back(word.toUtf8());
        std::vector<const char *> texts;
        std::vector<std::size_t> lengths;
        for (const QByteArray &word : bytes) {
            texts.push_back(word.constData());
            lengths.push_back(static_cast<std::size_t>(word.size()));
        }
        return std::unique_ptr<redisReply, decltype(&freeReplyObject)>(
            static_cast<redisReply *>(
                redisCommandArgv(context.get(), static_cast<int>(texts.size()), texts.data(), lengths.data())),
            &freeReplyObject);
    };
    if (!m_password.isEmpty())
        send({QStringLiteral("AUTH"), m_password});
    const auto reply = send(words);
    QStringList found;
    const std::function<void(const redisReply *)> collect = [&](const redisReply *part) {
        if (!part)
            return;
        if (part->type == REDIS_REPLY_ARRAY) {
            for (std::size_t i = 0; i < part->elements; ++i)
                collect(part->element[i]);
        } else if (part->type == REDIS_REPLY_INTEGER) {
            found.append(QString::number(part->integer));
        } else if (part->type != REDIS_REPLY_NIL) {
            found.append(QString::fromUtf8(part->str, static_cast<qsizetype>(part->len)));
        }
    };
    collect(reply.get());
    return found;
}

} // namespace tickstock::test
