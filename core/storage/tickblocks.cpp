// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/tickblocks.h"

#include <QHash>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tickstock {

namespace {

/// Which ticks share a block.
struct BlockKey
{
    QString symbol;
    TickKind kind;
    int connection;

    bool operator==(const BlockKey &) const = default;
    friend size_t qHash(const BlockKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.symbol, static_cast<int>(key.kind), key.connection);
    }
};

template<class Number>
void append(QByteArray &text, Number number)
{
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text.append(digits.data(), end - digits.data());
}

void appendValue(QByteArray &text, double value)
{
    text.append(',');
    if (std::isfinite(value))
        append(text, value); // the shortest that reads back as the same
    else
        text.append("null");
}

void appendTick(TickBlock &block, const StoredTick &stored)
{
    const Tick &tick = stored.tick;
    block.ticks.append(block.count++ == 0 ? '[' : ',');
    block.ticks.append('[');
    append(block.ticks, (tick.start - block.first).count());
    block.ticks.append(',');
    append(block.ticks, stored.sequence - block.firstSequence);
    appendValue(block.ticks, tick.close);
    appendValue(block.ticks, tick.volume);
    if (tick.open != tick.close || tick.high != tick.close || tick.low != tick.close) {
        appendValue(block.ticks, tick.open);
        appendValue(block.ticks, tick.high);
        appendValue(block.ticks, tick.low);
    }
    block.ticks.append(']');
    block.last = std::max(block.last, tick.start);
}

/// A value of the inner array; the price where there is none.
QString valueAt(int place)
{
    return QStringLiteral("CAST(coalesce(json_extract(e.value,'$[%1]'), json_extract(e.value,'$[2]')) AS REAL)")
        .arg(place);
}

} // namespace

std::vector<TickBlock> tickBlocks(const std::vector<StoredTick> &ticks)
{
    std::vector<TickBlock> blocks;
    QHash<BlockKey, std::size_t> open; // to index in blocks
    for (const StoredTick &stored : ticks) {
        const BlockKey key{stored.symbol, stored.tick.kind, stored.connection};
        auto at = open.find(key);
        if (at == open.end() || blocks[*at].count == TicksABlock) {
            at = open.insert(key, blocks.size());
            blocks.push_back({stored.symbol,
                              stored.tick.kind,
                              stored.connection,
                              stored.tick.start,
                              stored.tick.start,
                              stored.sequence,
                              0,
                              {}});
        }
        appendTick(blocks[*at], stored);
    }
    for (TickBlock &block : blocks)
        block.ticks.append(']');
    return blocks;
}

QString tickBlockUpsert()
{
    return QStringLiteral("INSERT INTO tick_blocks AS t"
                          " (symbol, first, first_seq, event_type, connection, source, last, ticks)"
                          " VALUES (?,?,?,?,?,?,?,?)"
                          " ON CONFLICT (symbol, first, first_seq, event_type, connection) DO UPDATE SET"
                          " last = max(t.last, excluded.last),"
                          " ticks = (SELECT json_group_array(json(value)) FROM (SELECT value FROM json_each(t.ticks)"
                          " UNION SELECT value FROM json_each(excluded.ticks)))");
}

/// The rowid is the order in which blocks were written, so that they are appended to the file, whatever their symbols.
QStringList tickBlockSchema()
{
    return {
        QStringLiteral("ALTER TABLE ticks RENAME TO tick_rows"),
        QStringLiteral("CREATE TABLE tick_blocks (symbol TEXT NOT NULL, first INTEGER NOT NULL,"
                       " first_seq INTEGER NOT NULL, event_type TEXT NOT NULL, connection INTEGER NOT NULL,"
                       " source TEXT NOT NULL, last INTEGER NOT NULL, ticks TEXT NOT NULL)"),
        QStringLiteral("CREATE UNIQUE INDEX tick_blocks_of_symbol ON tick_blocks"
                       " (symbol, first, first_seq, event_type, connection)"),
        QStringLiteral("CREATE INDEX tick_blocks_by_time ON tick_blocks (last)"),
        QStringLiteral("CREATE VIEW ticks AS SELECT b.symbol AS symbol,"
                       " b.first + json_extract(e.value,'$[0]') AS timestamp, b.event_type AS event_type,"
                       " b.first_seq + json_extract(e.value,'$[1]') AS seq, ") +
            valueAt(2) + QStringLiteral(" AS price, ") + valueAt(3) + QStringLiteral(" AS volume, ") + valueAt(4) +
            QStringLiteral(" AS open, ") + valueAt(5) + QStringLiteral(" AS high, ") + valueAt(6) +
            QStringLiteral(" AS low, b.connection AS connection, b.source AS source"
                           " FROM tick_blocks b, json_each(b.ticks) e"
                           " UNION ALL SELECT symbol, timestamp, event_type, seq, price, volume, open, high, low,"
                           " connection, source FROM tick_rows"),
    };
}

} // namespace tickstock
