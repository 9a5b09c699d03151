// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/datadirectory.h"

#include <QDir>
#include <QLockFile>

namespace tickstock {

DataDirectory::DataDirectory(QString path, std::unique_ptr<QLockFile> lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{
}

DataDirectory::~DataDirectory() = default;

Expected<std::shared_ptr<DataDirectory>> DataDirectory::open(const QString &path)
{
    const QString absolute = QDir(path).absolutePath();
    if (!QDir().mkpath(absolute))
        return Error{ErrorCode::Io,
                     QStringLiteral("%1 cannot be made; name a writable folder with --data-dir").arg(absolute)};
    auto lock = std::make_unique<QLockFile>(QDir(absolute).filePath(QStringLiteral("tickstock.lock")));
    lock->setStaleLockTime(0); // a lock is stale when its process is gone, however old it is
    if (lock->tryLock(0))
        return std::shared_ptr<DataDirectory>(new DataDirectory(absolute, std::move(lock)));
    qint64 pid = 0;
    QString host, program;
    if (lock->error() == QLockFile::LockFailedError && lock->getLockInfo(&pid, &host, &program)) {
        return Error{ErrorCode::Busy,
                     QStringLiteral("%1 is in use by %2 (process %3 on %4); name another with --data-dir")
                         .arg(absolute, program)
                         .arg(pid)
                         .arg(host)};
    }
    return Error{ErrorCode::Io,
                 QStringLiteral("%1 is not writable; name a writable folder with --data-dir").arg(absolute)};
}

QString DataDirectory::file(const QString &name) const
{
    return QDir(m_path).filePath(name);
}

} // namespace tickstock
