// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslConfiguration>

namespace tickstock {

/// For one socket or request: the system's trust, and one authority (PEM file) more. The process's own configuration
/// stays as it is. Verification itself cannot be switched off. Thread-safe.
inline QSslConfiguration tlsConfiguration(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!caFile.isEmpty())
        tls.addCaCertificates(caFile);
    return tls;
}

} // namespace tickstock
