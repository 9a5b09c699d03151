// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/certificateauthority.h"
#include "tests/support/serverprocess.h"

#include <QTemporaryDir>
#include <QUrl>

namespace tickstock::test {

/// A real redis-server. Unless told otherwise it writes every command to disk before it answers, so that killing it
/// loses nothing that it has acknowledged.
class RedisServer final : public ServerProcess
{
public:
    RedisServer();
    ~RedisServer() override;

    QUrl url() const;
    /// Of the port that encrypts. @param host as the client is to call it
    QUrl encryptedUrl(const QString &host) const;
    quint16 port() const { return m_port; }
    /// Whether it writes every command to disk before it answers.
    void setDurable(bool isDurable) { m_isDurable = isDurable; }
    void setPassword(const QString &password) { m_password = password; }
    /// It encrypts, too, on a port of its own.
    void setCertificate(const CertificateAuthority::Certificate &certificate) { m_certificate = certificate; }
    /// One command; the answer as text, arrays element by element, nested ones flattened.
    QStringList command(const QStringList &words);

private:
    QString program() const override { return QStringLiteral("redis-server"); }
    QStringList arguments() const override;
    bool answers() override;

    QTemporaryDir m_directory;
    const quint16 m_port;
    const quint16 m_encryptedPort;
    CertificateAuthority::Certificate m_certificate;
    QString m_password;
    bool m_isDurable = true;
};

} // namespace tickstock::test
