// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/postgresarray.h"
#include "core/storage/postgresmerge.h"
#include "core/storage/storage.h"

#include <QSqlQuery>

namespace tickstock {

/// Writes batches to PostgreSQL in bulk: minutes and ticks by COPY and a merge, the others by a statement a table,
/// prepared once a connection, that takes its columns as arrays which the server takes apart. Lives in its connection's
/// thread.
class PostgresWriter
{
public:
    using Server = PostgresMerge::Server;
    using Run = std::function<Outcome(QSqlQuery &query)>;

    /// @param source what ticks say they come from
    PostgresWriter(const QSqlDatabase &database, QString source);

    /// False when the server refuses a statement; the connection knows why.
    bool prepare();
    /// Before the transaction in which the batch is written.
    Outcome prepareFor(const WriteBatch &batch, const Server &server);
    /// Everything, or as far as the first statement that fails. Within the caller's transaction.
    Outcome write(const WriteBatch &batch, const Server &server);

private:
    /// A prepared statement and the arrays that it takes.
    struct Bulk
    {
        explicit Bulk(const QSqlDatabase &database)
            : query(database)
        {
        }
        bool prepare(const char *table, const char *columnTexts, const QString &conflict);
        void bind();

        QSqlQuery query;
        std::vector<PostgresArray> columns;
    };

    template<class Rows, class Fill>
    static Outcome inChunks(Bulk &bulk, const Rows &rows, const Run &run, Fill fill);
    Outcome writeMinutes(const WriteBatch &batch, const Server &server);
    Outcome writeDays(const WriteBatch &batch, const Run &run);
    Outcome writeTicks(const WriteBatch &batch, const Server &server);
    Outcome writeEvents(const WriteBatch &batch, const Run &run);
    Outcome writePatterns(const WriteBatch &batch, const Run &run);
    Outcome writeGaps(const WriteBatch &batch, const Run &run);
    Outcome writeIndicators(const WriteBatch &batch, const Run &run);

    const QString m_source;
    PostgresMerge m_minutes, m_ticks;
    Bulk m_days, m_events, m_patterns, m_gaps, m_indicators;
    QSqlQuery m_forgetWithdrawn;
};

} // namespace tickstock
