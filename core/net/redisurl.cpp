// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/redisurl.h"

namespace tickstock {

bool canEncryptRedis()
{
#ifdef TICKSTOCK_REDIS_TLS
    return true;
#else
    return false;
#endif
}

QString RedisAddress::shown() const
{
    return QStringLiteral("%1://%2:%3/%4")
        .arg(isEncrypted ? QStringLiteral("rediss") : QStringLiteral("redis"), host)
        .arg(port)
        .arg(database);
}

Expected<RedisAddress> redisAddress(const QUrl &url)
{
    RedisAddress address;
    address.isEncrypted = url.scheme() == u"rediss";
    if ((url.scheme() != u"redis" && !address.isEncrypted) || url.host().isEmpty())
        return Error{ErrorCode::BadInput, QStringLiteral("redis://host:port/database or rediss://")};
    if (address.isEncrypted && !canEncryptRedis()) {
        return Error{ErrorCode::BadInput,
                     QStringLiteral("redis://: this program was built with a Redis library that cannot encrypt"
                                    " (hiredis before 1.0); use a local TLS tunnel such as stunnel")};
    }
    address.host = url.host();
    address.port = static_cast<quint16>(url.port(6379));
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = url.password(QUrl::FullyDecoded);
    const QString path = url.path().mid(1);
    bool isNumber = true;
    address.database = path.isEmpty() ? 0 : path.toInt(&isNumber);
    if (!isNumber || address.database < 0)
        return Error{ErrorCode::BadInput, QStringLiteral("a number after the last slash, as in redis://host:6379/0")};
    return address;
}

} // namespace tickstock
