// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgreswriter.h"

#include "core/storage/sqlstatements.h"
#include "core/types/text.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QVariant>

#include <algorithm>
#include <unordered_map>

namespace tickstock {

namespace {

/// Rows a statement; larger ones gain little and answer late.
constexpr std::size_t ChunkRows = 5'000;

/// "INSERT INTO table AS t (columns) SELECT ... FROM unnest(...)". A column is written "name type", and times and dates
/// are sent as numbers and texts.
QString bulkInsert(const char *table, const QStringList &columns, const QString &conflict)
{
    QStringList names, values, arrays;
    for (const QString &column : columns) {
        const QString name = column.section(u' ', 0, 0), type = column.section(u' ', 1);
        names.append(name);
        if (type == u"timestamptz") {
            values.append(QStringLiteral("to_timestamp(a.%1 / 1000.0)").arg(name));
            arrays.append(QStringLiteral("CAST(? AS bigint[])"));
        } else if (type == u"date") {
            values.append(QStringLiteral("CAST(a.%1 AS date)").arg(name));
            arrays.append(QStringLiteral("CAST(? AS text[])"));
        } else {
            values.append(QStringLiteral("a.%1").arg(name));
            arrays.append(QStringLiteral("CAST(? AS %1[])").arg(type));
        }
    }
    const QString list = names.join(QStringLiteral(", "));
    return QStringLiteral("INSERT INTO %1 AS t (%2) SELECT %3 FROM unnest(%4) AS a (%2)")
               .arg(QLatin1String(table), list, values.join(QStringLiteral(", ")), arrays.join(QStringLiteral(", "))) +
           conflict;
}

/// What identifies a row: a text and a number, neither copied.
struct RowKey
{
    QStringView text;
    std::int64_t number = 0;
    bool operator==(const RowKey &) const = default;
};
struct RowKeyHash
{
    std::size_t operator()(const RowKey &key) const noexcept
    {
        return qHash(key.text, static_cast<std::size_t>(key.number) * 0x9e3779b97f4a7c15u);
    }
};

/// The newest version of each key, in the order of their first appearance: one statement may touch a row once only.
template<class Row, class Key, class Wins>
std::vector<const Row *> onePerKey(const std::vector<Row> &rows, Key key, Wins wins)
{
    std::vector<const Row *> kept;
    kept.reserve(rows.size());
    std::unordered_map<RowKey, std::size_t, RowKeyHash> at;
    at.reserve(rows.size());
    for (const Row &row : rows) {
        const auto [it, isNew] = at.try_emplace(key(row), kept.size());
        if (isNew)
            kept.push_back(&row);
        else if (wins(row, *kept[it->second]))
            kept[it->second] = &row;
    }
    return kept;
}

constexpr auto lastWins = [](const auto &, const auto &) { return true; };

void addOptional(PostgresArray &array, std::int64_t value, bool isKnown)
{
    if (isKnown)
        array.add(value);
    else
        array.addNull();
}

void addPrices(std::vector<PostgresArray> &columns, std::size_t first, const Bar &bar)
{
    for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap})
        columns[first++].add(value);
    addOptional(columns[first], bar.tradeCount, bar.tradeCount >= 0);
}

} // namespace

PostgresWriter::PostgresWriter(const QSqlDatabase &database, QString source)
    : m_source(std::move(source))
    , m_minutes(database, QStringLiteral("ohlcv_1min"),
                QStringLiteral("symbol, timestamp, open, high, low, close, volume, vwap, trade_count, session, source,"
                               " revision"),
                minuteConflict())
    , m_ticks(database, QStringLiteral("ticks"),
              QStringLiteral("symbol, timestamp, event_type, seq, price, volume, open, high, low, connection, source"),
              QStringLiteral(" ON CONFLICT DO NOTHING"))
    , m_days(database)
    , m_events(database)
    , m_patterns(database)
    , m_gaps(database)
    , m_indicators(database)
    , m_forgetWithdrawn(database)
{
}

bool PostgresWriter::Bulk::prepare(const char *table, const char *columnTexts, const QString &conflict)
{
    const QStringList texts = QString::fromLatin1(columnTexts).split(QStringLiteral(", "));
    columns.resize(static_cast<std::size_t>(texts.size()));
    return query.prepare(bulkInsert(table, texts, conflict));
}

void PostgresWriter::Bulk::bind()
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        query.bindValue(static_cast<int>(i), columns[i].text());
        columns[i].clear();
    }
}

bool PostgresWriter::prepare()
{
    const char *prices = "open double precision, high double precision, low double precision, close double precision,"
                         " volume double precision, vwap double precision, trade_count integer";
    const QByteArray days = QByteArray("symbol text, date date, ") + prices + ", source text";
    return m_days.prepare("ohlcv_daily", days.constData(), dayConflict()) &&
           m_events.prepare("events",
                            "event_id text, pattern text, symbol text, timestamp timestamptz, direction text,"
                            " timeframe text, state text, confidence double precision,"
                            " price double precision, origin text, details text, created_at timestamptz",
                            eventConflict()) &&
           m_patterns.prepare("intraday_patterns",
                              "symbol text, timestamp timestamptz, timeframe text, pattern text, direction text,"
                              " strength integer, confidence double precision, levels text, detected_at timestamptz",
                              patternConflict()) &&
           m_forgetWithdrawn.prepare(forgetWithdrawn()) &&
           m_gaps.prepare("gaps",
                          "connection text, symbol text, from_time timestamptz, to_time timestamptz,"
                          " cause text, repaired_by text, repaired_at timestamptz",
                          gapConflict()) &&
           m_indicators.prepare("intraday_indicators",
                                "symbol text, timestamp timestamptz, timeframe text, indicator text,"
                                " value double precision, extra text, computed_at timestamptz",
                                indicatorConflict());
}

Outcome PostgresWriter::prepareFor(const WriteBatch &batch, const Server &server)
{
    auto done = batch.minutes.empty() ? success() : m_minutes.prepare(server);
    if (done && !batch.ticks.empty())
        done = m_ticks.prepare(server);
    return done;
}

Outcome PostgresWriter::write(const WriteBatch &batch, const Server &server)
{
    auto done = writeMinutes(batch, server);
    if (done)
        done = writeTicks(batch, server);
    using Part = Outcome (PostgresWriter::*)(const WriteBatch &, const Run &);
    for (const Part part : {&PostgresWriter::writeDays, &PostgresWriter::writeEvents, &PostgresWriter::writePatterns,
                            &PostgresWriter::writeGaps, &PostgresWriter::writeIndicators}) {
        if (done)
            done = (this->*part)(batch, server.run);
    }
    return done;
}

template<class Rows, class Fill>
Outcome PostgresWriter::inChunks(Bulk &bulk, const Rows &rows, const Run &run, Fill fill)
{
    for (std::size_t from = 0; from < rows.size(); from += ChunkRows) {
        const std::size_t to = std::min(from + ChunkRows, rows.size());
        for (std::size_t i = from; i < to; ++i)
            fill(bulk.columns, *rows[i]);
        bulk.bind();
        if (const auto done = run(bulk.query); !done)
            return done;
    }
    return success();
}

Outcome PostgresWriter::writeMinutes(const WriteBatch &batch, const Server &server)
{
    const auto minutes = onePerKey(
        batch.minutes,
        [](const StoredMinute &m) {
            return RowKey{m.symbol, m.bar.start.ms};
        },
        [](const StoredMinute &a, const StoredMinute &b) { return rankOf(a.bar.source) >= rankOf(b.bar.source); });
    if (minutes.empty())
        return success();
    PostgresRows &rows = m_minutes.rows;
    for (const StoredMinute *minute : minutes) {
        const Bar &bar = minute->bar;
        rows.beginRow(12);
        rows.add(minute->symbol);
        rows.add(bar.start);
        for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap})
            rows.add(value);
        if (bar.tradeCount >= 0)
            rows.add(std::int32_t{bar.tradeCount});
        else
            rows.addNull();
        rows.add(sessionWord(minute->session));
        rows.add(text(toText(bar.source)));
        rows.add(std::int32_t{bar.revision});
    }
    return m_minutes.write(server);
}

Outcome PostgresWriter::writeDays(const WriteBatch &batch, const Run &run)
{
    const auto days = onePerKey(
        batch.days,
        [](const StoredDay &d) {
            return RowKey{d.symbol, d.date.toJulianDay()};
        },
        lastWins);
    return inChunks(m_days, days, run, [](auto &columns, const StoredDay &day) {
        columns[0].add(day.symbol);
        columns[1].add(day.date.toString(Qt::ISODate));
        addPrices(columns, 2, day.bar);
        columns[9].add(text(toText(day.bar.source)));
    });
}

/// Their key holds a sequence number: none comes twice. In the order of the key, so that the server finds what it needs
/// of its index where it was a row before.
Outcome PostgresWriter::writeTicks(const WriteBatch &batch, const Server &server)
{
    if (batch.ticks.empty())
        return success();
    PostgresRows &rows = m_ticks.rows;
    std::vector<const StoredTick *> bySymbol;
    bySymbol.reserve(batch.ticks.size());
    for (const StoredTick &stored : batch.ticks)
        bySymbol.push_back(&stored);
    std::stable_sort(bySymbol.begin(), bySymbol.end(),
                     [](const StoredTick *a, const StoredTick *b) { return a->symbol < b->symbol; });
    for (const StoredTick *stored : bySymbol) {
        const Tick &tick = stored->tick;
        rows.beginRow(11);
        rows.add(stored->symbol);
        rows.add(tick.start);
        rows.add(eventTypeWord(tick.kind));
        rows.add(stored->sequence);
        for (const double value : {tick.close, tick.volume, tick.open, tick.high, tick.low})
            rows.add(value);
        rows.add(std::int32_t{stored->connection});
        rows.add(m_source);
    }
    return m_ticks.write(server);
}

Outcome PostgresWriter::writeEvents(const WriteBatch &batch, const Run &run)
{
    std::vector<QString> ids;
    ids.reserve(batch.events.size());
    for (const PatternEvent &event : batch.events)
        ids.push_back(event.id.toString(QUuid::WithoutBraces));
    const auto events = onePerKey(
        batch.events,
        [&](const PatternEvent &e) {
            return RowKey{ids[static_cast<std::size_t>(&e - batch.events.data())], 0};
        },
        lastWins);
    return inChunks(m_events, events, run, [](auto &columns, const PatternEvent &event) {
        columns[0].add(event.id.toString(QUuid::WithoutBraces));
        columns[1].add(event.pattern);
        columns[2].add(event.symbol);
        columns[3].add(event.barStart.ms);
        columns[4].add(toText(event.direction));
        columns[5].add(text(toText(event.timeframe)));
        columns[6].add(toText(event.state));
        columns[7].add(event.confidence);
        columns[8].add(event.price);
        columns[9].add(event.origin);
        columns[10].add(QString::fromUtf8(QJsonDocument(event.details).toJson(QJsonDocument::Compact)));
        columns[11].add(std::int64_t(QDateTime::currentMSecsSinceEpoch()));
    });
}

Outcome PostgresWriter::writePatterns(const WriteBatch &batch, const Run &run)
{
    std::vector<StoredPattern> rows;
    std::vector<QString> keys;
    bool hasWithdrawn = false;
    for (const PatternEvent &event : batch.events) {
        const auto row = intradayPattern(event);
        if (!row)
            continue;
        rows.push_back(*row);
        keys.push_back(event.symbol + u'@' + text(toText(event.timeframe)) + u'@' + event.pattern);
        hasWithdrawn = hasWithdrawn || row->strength == 0;
    }
    const auto patterns = onePerKey(
        rows,
        [&](const StoredPattern &row) {
            return RowKey{keys[static_cast<std::size_t>(&row - rows.data())], row.event->barStart.ms};
        },
        lastWins);
    auto done = inChunks(m_patterns, patterns, run, [](auto &columns, const StoredPattern &row) {
        columns[0].add(row.event->symbol);
        columns[1].add(row.event->barStart.ms);
        columns[2].add(text(toText(row.event->timeframe)));
        columns[3].add(row.event->pattern);
        columns[4].add(toText(row.event->direction));
        columns[5].add(std::int64_t(row.strength));
        columns[6].add(row.event->confidence);
        columns[7].add(row.levels);
        columns[8].add(std::int64_t(QDateTime::currentMSecsSinceEpoch()));
    });
    return done && hasWithdrawn ? run(m_forgetWithdrawn) : done;
}

Outcome PostgresWriter::writeGaps(const WriteBatch &batch, const Run &run)
{
    const auto gaps = onePerKey(
        batch.gaps,
        [](const Gap &g) {
            return RowKey{g.symbol, g.from.ms * 4 + g.connection.value};
        },
        lastWins);
    return inChunks(m_gaps, gaps, run, [](auto &columns, const Gap &gap) {
        columns[0].add(connectionWord(gap.connection));
        columns[1].add(gap.symbol);
        columns[2].add(gap.from.ms);
        columns[3].add(gap.to.isValid() ? gap.to.ms : gap.from.ms);
        columns[4].add(gap.cause);
        if (gap.isEnded())
            columns[5].add(gap.repairedBy);
        else
            columns[5].addNull();
        addOptional(columns[6], gap.repairedAt.ms, gap.isRepaired());
    });
}

Outcome PostgresWriter::writeIndicators(const WriteBatch &batch, const Run &run)
{
    std::vector<QString> names;
    names.reserve(batch.indicators.size());
    for (const StoredIndicator &row : batch.indicators)
        names.push_back(row.symbol + u'@' + text(toText(row.timeframe)) + u'@' + row.indicator);
    const auto indicators = onePerKey(
        batch.indicators,
        [&](const StoredIndicator &row) {
            return RowKey{names[static_cast<std::size_t>(&row - batch.indicators.data())], row.barStart.ms};
        },
        lastWins);
    return inChunks(m_indicators, indicators, run, [](auto &columns, const StoredIndicator &row) {
        columns[0].add(row.symbol);
        columns[1].add(row.barStart.ms);
        columns[2].add(text(toText(row.timeframe)));
        columns[3].add(row.indicator);
        columns[4].add(row.value);
        if (row.extra.isEmpty())
            columns[5].addNull();
        else
            columns[5].add(row.extra);
        columns[6].add(std::int64_t(QDateTime::currentMSecsSinceEpoch()));
    });
}

} // namespace tickstock
