// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/residentbytes.h"

#include <QFile>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace tickstock {

/// The second number of /proc/self/statm is in pages: proc(5).
quint64 residentBytes()
{
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> numbers = file.readAll().split(' ');
    return numbers.value(1).toULongLong() * static_cast<quint64>(sysconf(_SC_PAGESIZE));
#else
    return 0;
#endif
}

} // namespace tickstock
