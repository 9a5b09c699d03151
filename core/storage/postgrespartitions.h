// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/storage.h"

#include <QSet>

namespace tickstock {

class SqlConnection;

/// The partitions of the table of ticks, one a day (UTC); with TimescaleDB there are none, and its chunks do as well.
/// Lives in its connection's thread.
class PostgresPartitions
{
public:
    /// @param connection must outlive this
    explicit PostgresPartitions(const SqlConnection &connection)
        : m_connection(connection)
    {
    }

    /// The connection is new.
    Outcome begin();
    Outcome ensureFor(const std::vector<StoredTick> &ticks);
    /// @param days beginnings of days (UTC)
    Outcome ensure(const std::vector<Timestamp> &days);
    /// Whole days go, counted from the newest tick; the newest @p days exchange days stay. A reader of an old partition
    /// is not waited for.
    Outcome forget(int days);

private:
    Outcome ensure(QDate day);
    Expected<Timestamp> newestIn(const QString &table) const;
    Expected<QStringList> names() const;
    Outcome drop(const QStringList &names, Timestamp oldest);

    const SqlConnection &m_connection;
    QSet<QDate> m_days; // those that have one, or cannot have one
    bool m_isPartitioned = false;
};

} // namespace tickstock
