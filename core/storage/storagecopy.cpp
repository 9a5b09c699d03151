// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storagecopy.h"

#include "core/storage/sqlstatements.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <vector>

namespace tickstock {

namespace {

/// Rows a transaction.
constexpr int CopiedAtOnce = 2'000;

/// A column named with a star holds a time.
struct Table
{
    const char *name;
    const char *columns;
    const char *key;
    QString conflict; ///< empty: what is there stays
};

std::vector<Table> tables()
{
    return {
        {"ohlcv_1min", "symbol *timestamp open high low close volume vwap trade_count session source revision",
         "symbol, timestamp", minuteConflict()},
        {"ohlcv_daily", "symbol date open high low close volume vwap trade_count source", "symbol, date",
         dayConflict()},
        {"ticks",
         "symbol *timestamp event_type seq price volume open high low connection source",
         "symbol, timestamp, event_type, seq",
         {}},
        {"events",
         "event_id pattern symbol *timestamp direction timeframe state confidence price origin details *created_at",
         "event_id", eventConflict()},
        {"cache_entries", "key type value *updated_at", "key", {}},
        {"intraday_patterns",
         "symbol *timestamp timeframe pattern direction strength confidence levels *detected_at",
         "symbol, timeframe, timestamp, pattern",
         {}},
        {"intraday_indicators", "symbol *timestamp timeframe indicator value extra *computed_at",
         "symbol, timeframe, timestamp, indicator", indicatorConflict()},
        {"streaming_sessions", "id *started_at *ended_at symbols ticks bars events gaps", "id", {}},
        {"gaps", "connection symbol *from_time *to_time cause repaired_by *repaired_at",
         "connection, symbol, from_time", gapConflict()},
        {"splits", "symbol execution_date split_from split_to", "symbol, execution_date", {}},
        {"watchlists", "id name place symbols shown_columns version *updated_at", "id", {}},
        {"tickers", "symbol name type exchange *updated_at", "symbol", {}},
    };
}

Error failure(const QSqlQuery &query)
{
    return Error{ErrorCode::Io, query.lastError().text().simplified()};
}

/// The rows of one table, read by one cursor, written in transactions.
class TableCopy
{
public:
    TableCopy(const Table &table, SqlStorage &from, SqlStorage &into)
        : m_into(into)
        , m_read(from.database())
        , m_write(into.database())
    {
        QStringList read, names, values;
        for (const QString &column : QString::fromLatin1(table.columns).split(u' ')) {
            const bool isTime = column.startsWith(u'*');
            const QString name = isTime ? column.mid(1) : column;
            names.append(name);
            read.append(isTime ? from.dialect().milliseconds.arg(name) : name);
            values.append(isTime ? into.dialect().instant.arg(QLatin1Char('?')) : QStringLiteral("?"));
        }
        m_columns = static_cast<int>(names.size());
        m_select = QStringLiteral("SELECT %1 FROM %2").arg(read.join(u','), QLatin1String(table.name));
        const bool isOfTicks = qstrcmp(table.name, "ticks") == 0;
        m_insert =
            QStringLiteral("INSERT INTO %1 AS t (%2) VALUES (%3)")
                .arg(isOfTicks ? into.tickTable() : QLatin1String(table.name), names.join(u','), values.join(u',')) +
            (table.conflict.isEmpty() ? QStringLiteral(" ON CONFLICT (%1) DO NOTHING").arg(QLatin1String(table.key))
                                      : table.conflict);
    }

    Expected<qint64> run(const std::function<void(qint64)> &progress)
    {
        m_read.setForwardOnly(true);
        if (!m_read.exec(m_select))
            return failure(m_read);
        if (!m_write.prepare(m_insert))
            return failure(m_write);
        qint64 rows = 0;
        QSqlDatabase database = m_into.database();
        database.transaction();
        while (m_read.next()) {
            for (int i = 0; i < m_columns; ++i)
                m_write.bindValue(i, m_read.value(i));
            if (!m_write.exec()) {
                const Error error = failure(m_write);
                database.rollback();
                return error;
            }
            if (++rows % CopiedAtOnce == 0) {
                if (!database.commit() || !database.transaction())
                    return Error{ErrorCode::Io, database.lastError().text()};
                progress(rows);
            }
        }
        const bool isCutOff = m_read.lastError().isValid();
        if (!database.commit() || isCutOff)
            return isCutOff ? failure(m_read) : Error{ErrorCode::Io, database.lastError().text()};
        return rows;
    }

private:
    SqlStorage &m_into;
    QSqlQuery m_read;
    QSqlQuery m_write;
    QString m_select, m_insert;
    int m_columns = 0;
};

} // namespace

Expected<qint64> copyStore(SqlStorage &from, SqlStorage &into,
                           const std::function<void(const QString &table, qint64 rows)> &progress)
{
    qint64 all = 0;
    for (const Table &table : tables()) {
        const QString name = QLatin1String(table.name);
        if (name == u"ticks") {
            if (const auto ready = into.makeRoomForTicks(from); !ready)
                return ready.error();
        }
        const auto rows = TableCopy(table, from, into).run([&](qint64 done) { progress(name, done); });
        if (!rows)
            return rows.error();
        progress(name, *rows);
        all += *rows;
    }
    if (const auto forgotten = into.run(QStringLiteral("DELETE FROM usual_volumes")); !forgotten) // of other minutes
        return forgotten.error();
    into.afterCopy();
    return all;
}

} // namespace tickstock
