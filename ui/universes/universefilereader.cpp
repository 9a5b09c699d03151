// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universefilereader.h"

#include "core/types/threadcheck.h"

namespace tickstock {

UniverseFileReader::UniverseFileReader(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

UniverseFileReader::~UniverseFileReader()
{
    m_thread.waitForDone();
}

void UniverseFileReader::read(const QString &file)
{
    assertThreadOf(this);
    m_thread.start([this, file] {
        const auto read = readUniverseFile(file);
        QMetaObject::invokeMethod(this, [this, read] { Q_EMIT finished(read); });
    });
}

} // namespace tickstock
