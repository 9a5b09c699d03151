// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqltickers.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <algorithm>
#include <span>

namespace tickstock {

namespace {

/// One by one twelve thousand rows would hold the thread for seconds. Five values a row are within what both take.
constexpr std::size_t RowsAStatement = 100;

/// An empty text, where Qt would make NULL of it.
QString present(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QString insertOf(const SqlConnection &connection, std::size_t rows)
{
    const QString row = QStringLiteral("(?, ?, ?, ?, %1)").arg(connection.instant());
    return QStringLiteral("INSERT INTO tickers (symbol, name, type, exchange, updated_at) VALUES ") +
           QStringList(static_cast<qsizetype>(rows), row).join(QStringLiteral(", "));
}

Outcome insert(const SqlConnection &connection, const SymbolListing &listing)
{
    QSqlQuery query(connection.database());
    std::size_t prepared = 0;
    std::span<const ListedSymbol> rest(listing.symbols);
    while (!rest.empty()) {
        const auto rows = rest.first(std::min(RowsAStatement, rest.size()));
        rest = rest.subspan(rows.size());
        if (std::exchange(prepared, rows.size()) != rows.size())
            connection.prepare(query, insertOf(connection, rows.size()));
        for (const ListedSymbol &listed : rows) {
            for (const QString &text : {listed.symbol, listed.name, listed.type, listed.exchange})
                query.addBindValue(present(text));
            query.addBindValue(static_cast<qlonglong>(listing.readAt.ms));
        }
        if (const auto done = connection.run(query); !done)
            return done;
    }
    return success();
}

} // namespace

QString tickersTable(const QString &timeType)
{
    return QStringLiteral("CREATE TABLE tickers (symbol TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
                          " type TEXT NOT NULL, exchange TEXT NOT NULL, updated_at %1 NOT NULL)")
        .arg(timeType);
}

Expected<SymbolListing> readListing(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    if (!connection.execute(query, QStringLiteral("SELECT symbol, name, type, exchange, %1 FROM tickers")
                                       .arg(connection.milliseconds("updated_at"))))
        return connection.failure(query);
    SymbolListing listing;
    while (query.next()) {
        listing.symbols.push_back({query.value(0).toString(), query.value(1).toString(), query.value(2).toString(),
                                   query.value(3).toString()});
        listing.readAt = std::max(listing.readAt, Timestamp{query.value(4).toLongLong()});
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    // Each database has an order of its own.
    std::sort(listing.symbols.begin(), listing.symbols.end(),
              [](const ListedSymbol &a, const ListedSymbol &b) { return a.symbol < b.symbol; });
    return listing;
}

Expected<Timestamp> readListingTime(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    const QString sql = QStringLiteral("SELECT %1 FROM tickers").arg(connection.milliseconds("max(updated_at)"));
    if (!connection.execute(query, sql) || !query.next())
        return connection.failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

Outcome writeListing(const SqlConnection &connection, const SymbolListing &listing)
{
    const SqlConnection::Work work(connection);
    if (const auto begun = connection.run(QStringLiteral("BEGIN")); !begun)
        return begun;
    Outcome done = connection.run(QStringLiteral("DELETE FROM tickers"));
    if (done)
        done = insert(connection, listing);
    auto ended = connection.run(done ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return done ? ended : done;
}

} // namespace tickstock
