// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QString>

#include <memory>

class QLockFile;

namespace tickstock {

/// The folder a program keeps its data in. While this object lives, no other program can use the folder. Never changes,
/// and may be read in any thread.
class DataDirectory
{
public:
    /// Makes the folder if need be and locks it. Busy names the program that holds it.
    static Expected<std::shared_ptr<DataDirectory>> open(const QString &path);
    ~DataDirectory();

    const QString &path() const { return m_path; }
    QString file(const QString &name) const;

private:
    DataDirectory(QString path, std::unique_ptr<QLockFile> lock);

    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace tickstock
