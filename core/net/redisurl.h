// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QUrl>

namespace tickstock {

/// redis://[user][:password]@host[:port][/database], or rediss:// for TLS, taken apart. An address without a user has
/// the password of the default one. A value.
struct RedisAddress
{
    QString host;
    quint16 port = 6379;
    QString user;
    QString password; ///< never logged or shown
    int database = 0;
    bool isEncrypted = false;
    /// With TLS: certificates of the authorities that are trusted (PEM); empty: those of the system. Not part of the
    /// URL.
    QString caFile;

    /// redis://host:port/database
    QString shown() const;
};

/// An error says what is wrong; also that the Redis library at hand cannot encrypt.
Expected<RedisAddress> redisAddress(const QUrl &url);

/// Whether this program has been built with a Redis library that knows TLS (hiredis 1.0 or later).
bool canEncryptRedis();

} // namespace tickstock
