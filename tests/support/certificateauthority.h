// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace tickstock::test {

/// An authority that issues certificates for tests, with the openssl command.
class CertificateAuthority
{
public:
    /// A certificate and its key, as PEM files; they live as long as their authority.
    struct Certificate
    {
        QString file;
        QString keyFile;
    };

    /// Ends the test's program when openssl is missing.
    CertificateAuthority();

    /// The authority's own certificate, which others may trust.
    Certificate own() const { return {m_directory.filePath(QStringLiteral("ca.crt")), keyOf(QStringLiteral("ca"))}; }
    /// @param names as in "DNS:localhost" or "IP:127.0.0.1"
    Certificate issue(const QString &names);

private:
    QString keyOf(const QString &name) const { return m_directory.filePath(name + QStringLiteral(".key")); }
    void write(const QString &name, const QByteArray &content) const;
    void run(const QStringList &arguments) const;

    QTemporaryDir m_directory;
    int m_issued = 0;
};

} // namespace tickstock::test
