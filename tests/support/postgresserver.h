// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/serverprocess.h"

#include <QTemporaryDir>
#include <QUrl>
#include <QVariant>

namespace tickstock::test {

/// A real PostgreSQL server with an empty database and a user who needs a password.
class PostgresServer final : public ServerProcess
{
public:
    PostgresServer();
    ~PostgresServer() override;

    /// Makes the data directory and starts.
    bool create();
    QUrl url() const;
    /// Rows of a query, one after the other; empty when it fails, which is said.
    QVariantList query(const QString &sql, const QString &database = QStringLiteral("market"));
    /// Everything that is in the database is deleted.
    bool empty();

private:
    QString program() const override;
    QStringList arguments() const override;
    bool answers() override;
    QString unprivilegedUser() const override { return QStringLiteral("postgres"); }

    QTemporaryDir m_directory;
    const quint16 m_port;
};

} // namespace tickstock::test
