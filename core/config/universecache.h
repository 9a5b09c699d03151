// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <map>

namespace tickstock {

/// The symbol lists as they were last read from the store, kept in a file beside it: a server that is away must not
/// keep the feed from starting. A value; reading and writing wait for the disk.
class UniverseCache
{
public:
    /// @param file empty: nothing is kept
    explicit UniverseCache(QString file);

    /// Empty if the file is missing or broken.
    std::map<QString, QStringList> load() const;
    void save(const std::map<QString, QStringList> &lists) const;

private:
    QString m_file;
};

} // namespace tickstock
