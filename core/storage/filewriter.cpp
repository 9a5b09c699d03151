// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/filewriter.h"

#include <QSaveFile>

namespace tickstock {

FileWriter::FileWriter(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

FileWriter::~FileWriter()
{
    m_thread.waitForDone();
}

void FileWriter::write(const QString &file, const QByteArray &content)
{
    m_thread.start([this, file, content] {
        QSaveFile target(file);
        const bool isGood =
            target.open(QIODevice::WriteOnly) && target.write(content) == content.size() && target.commit();
        if (isGood)
            Q_EMIT written(file);
        else
            Q_EMIT failed(file, target.errorString());
    });
}

} // namespace tickstock
