// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlusualvolumes.h"

#include "core/market/newyork.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>
#include <QtEndian>

namespace tickstock {

namespace {

QString encoded(const UsualVolumes &volumes)
{
    const std::vector<float> &means = volumes.means();
    if (means.empty()) // there is nothing that Qt could be given the address of
        return QStringLiteral("");
    QByteArray bytes(static_cast<qsizetype>(means.size() * sizeof(float)), Qt::Uninitialized);
    qToLittleEndian<float>(means.data(), static_cast<qsizetype>(means.size()), bytes.data());
    return QString::fromLatin1(bytes.toBase64());
}

std::optional<UsualVolumes> decoded(const QString &text)
{
    const auto bytes = QByteArray::fromBase64Encoding(text.toLatin1());
    if (!bytes || bytes.decoded.size() % static_cast<qsizetype>(sizeof(float)) != 0)
        return std::nullopt;
    if (bytes.decoded.isEmpty())
        return UsualVolumes();
    std::vector<float> means(static_cast<std::size_t>(bytes.decoded.size()) / sizeof(float));
    qFromLittleEndian<float>(bytes.decoded.constData(), static_cast<qsizetype>(means.size()), means.data());
    return UsualVolumes::fromMeans(std::move(means));
}

} // namespace

QString usualVolumesTable(const QString &dateType, const QString &longType)
{
    return QStringLiteral("CREATE TABLE usual_volumes (symbol TEXT NOT NULL PRIMARY KEY, session %1 NOT NULL,"
                          " until_ms %2 NOT NULL, means TEXT NOT NULL)")
        .arg(dateType, longType);
}

Expected<std::optional<UsualVolumes>> readUsualVolumes(const SqlConnection &connection, const QString &symbol,
                                                       QDate session)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(query, QStringLiteral("SELECT means FROM usual_volumes WHERE symbol = ? AND session = ?"));
    query.addBindValue(symbol);
    query.addBindValue(session.toString(Qt::ISODate));
    if (!connection.execute(query))
        return connection.failure(query);
    if (query.next())
        return decoded(query.value(0).toString());
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return std::optional<UsualVolumes>();
}

Outcome writeUsualVolumes(const SqlConnection &connection, const std::vector<KeptUsualVolumes> &kept)
{
    const SqlConnection::Work work(connection);
    if (kept.empty())
        return success();
    if (const auto begun = connection.run(QStringLiteral("BEGIN")); !begun)
        return begun;
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("INSERT INTO usual_volumes (symbol, session, until_ms, means)"
                                             " VALUES (?, ?, ?, ?) ON CONFLICT (symbol) DO UPDATE SET"
                                             " session = excluded.session, until_ms = excluded.until_ms,"
                                             " means = excluded.means"));
    Outcome done = success();
    for (const KeptUsualVolumes &each : kept) {
        query.bindValue(0, each.symbol);
        query.bindValue(1, each.session.toString(Qt::ISODate));
        query.bindValue(2, static_cast<qlonglong>(newyork::toUtc(each.session, QTime(0, 0)).ms));
        query.bindValue(3, encoded(each.volumes));
        done = connection.run(query);
        if (!done)
            break;
    }
    auto ended = connection.run(done ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return done ? ended : done;
}

Expected<Timestamp> readUsualUntil(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (!connection.execute(query, QStringLiteral("SELECT max(until_ms) FROM usual_volumes")) || !query.next())
        return connection.failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

Outcome removeUsualVolumes(const SqlConnection &connection, const std::map<QString, Timestamp> &changedFrom)
{
    if (changedFrom.empty())
        return success();
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("DELETE FROM usual_volumes WHERE symbol = ? AND until_ms > ?"));
    for (const auto &[symbol, from] : changedFrom) {
        query.bindValue(0, symbol);
        query.bindValue(1, static_cast<qlonglong>(from.ms));
        if (const auto done = connection.run(query); !done)
            return done;
    }
    return success();
}

Outcome removeUsualVolumes(const SqlConnection &connection, const QStringList &symbols)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("DELETE FROM usual_volumes WHERE symbol = ?"));
    for (const QString &symbol : symbols) {
        query.bindValue(0, symbol);
        if (const auto done = connection.run(query); !done)
            return done;
    }
    return success();
}

} // namespace tickstock
