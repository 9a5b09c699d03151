// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresmerge.h"

#include <QSqlDatabase>
#include <QtEndian>

#include <bit>
#include <cmath>
#include <limits>

namespace tickstock {

namespace {

/// Signature, flags, length of the header's extension.
constexpr char Header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
/// 2000-01-01, from which the server counts its microseconds.
constexpr std::int64_t ServerEpochMs = 946'684'800'000;
/// Beyond any calendar of the server: it refuses the row.
constexpr std::int64_t FarthestMs = 9'000'000'000'000'000;
constexpr std::int64_t NoTime = std::numeric_limits<std::int64_t>::max() - 1;

template<class Number>
void appendNumber(QByteArray &bytes, Number value)
{
    const Number big = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char *>(&big), sizeof big);
}

template<class Number>
void appendField(QByteArray &bytes, Number value)
{
    appendNumber(bytes, static_cast<std::int32_t>(sizeof value));
    appendNumber(bytes, value);
}

} // namespace

void PostgresRows::clear()
{
    m_bytes = QByteArray(Header, sizeof Header - 1);
}

void PostgresRows::beginRow(int fields)
{
    appendNumber(m_bytes, static_cast<std::int16_t>(fields));
}

void PostgresRows::add(std::int64_t value)
{
    appendField(m_bytes, value);
}

void PostgresRows::add(std::int32_t value)
{
    appendField(m_bytes, value);
}

void PostgresRows::add(double value)
{
    if (std::isnan(value))
        addNull();
    else
        appendField(m_bytes, std::bit_cast<std::int64_t>(value));
}

void PostgresRows::add(Timestamp time)
{
    const bool isInRange = time.ms > -FarthestMs && time.ms < FarthestMs;
    appendField(m_bytes, isInRange ? std::int64_t{(time.ms - ServerEpochMs) * 1'000} : NoTime);
}

void PostgresRows::add(const QString &text)
{
    QByteArray utf8 = text.toUtf8();
    utf8.removeIf([](char c) { return c == '\0'; });
    appendNumber(m_bytes, static_cast<std::int32_t>(utf8.size()));
    m_bytes.append(utf8);
}

void PostgresRows::addNull()
{
    appendNumber(m_bytes, std::int32_t{-1});
}

QByteArray PostgresRows::take()
{
    appendNumber(m_bytes, std::int16_t{-1});
    QByteArray taken;
    taken.swap(m_bytes);
    clear();
    return taken;
}

PostgresMerge::PostgresMerge(const QSqlDatabase &database, QString table, QString columns, QString conflict)
    : m_table(std::move(table))
    , m_columns(std::move(columns))
    , m_conflict(std::move(conflict))
    , m_merge(database)
{
}

Outcome PostgresMerge::prepare(const Server &server)
{
    if (m_isReady)
        return success();
    const auto made = server.runText(
        QStringLiteral(
            "CREATE TEMPORARY TABLE IF NOT EXISTS %1 ON COMMIT DELETE ROWS AS SELECT %2 FROM %3 WITH NO DATA")
            .arg(incoming(), m_columns, m_table));
    if (!made)
        return made;
    m_isReady = m_merge.prepare(
        QStringLiteral("INSERT INTO %1 AS t (%2) SELECT %2 FROM %3").arg(m_table, m_columns, incoming()) + m_conflict);
    return m_isReady ? success() : server.run(m_merge); // which says why
}

Outcome PostgresMerge::write(const Server &server)
{
    const QString copy = QStringLiteral("COPY %1 (%2) FROM STDIN (FORMAT binary)").arg(incoming(), m_columns);
    const auto copied = server.copy(copy, rows.take());
    return copied ? server.run(m_merge) : copied;
}

} // namespace tickstock
