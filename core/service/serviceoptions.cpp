// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/serviceoptions.h"

#include <QDir>
#include <QFileInfo>

namespace tickstock {

RedisAddress ServiceOptions::redisAddress() const
{
    RedisAddress address = *tickstock::redisAddress(settings.redisUrl); // which the settings have checked
    address.caFile = settings.redisCaFile;
    return address;
}

QString ServiceOptions::besideStore(const QString &name) const
{
    return databaseFile.isEmpty() ? QString() : QFileInfo(databaseFile).dir().filePath(name);
}

} // namespace tickstock
