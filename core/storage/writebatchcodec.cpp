// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/writebatchcodec.h"

#include <QDataStream>
#include <QIODevice>
#include <QJsonDocument>

#include <algorithm>
#include <iterator>

namespace tickstock {

namespace {

constexpr quint32 Magic = 0x54534231; // "TSB1": the number changes with the layout

QDataStream &operator<<(QDataStream &out, const Timestamp &time)
{
    return out << qint64(time.ms);
}
QDataStream &operator>>(QDataStream &in, Timestamp &time)
{
    qint64 ms = 0;
    in >> ms;
    time.ms = ms;
    return in;
}

template<class Enum>
void putEnum(QDataStream &out, Enum value)
{
    out << static_cast<quint8>(value);
}
template<class Enum>
void takeEnum(QDataStream &in, Enum &value)
{
    quint8 number = 0;
    in >> number;
    value = static_cast<Enum>(number);
}

QDataStream &operator<<(QDataStream &out, const Bar &bar)
{
    out << bar.start << bar.open << bar.high << bar.low << bar.close << bar.volume << bar.vwap << qint32(bar.tradeCount)
        << qint32(bar.revision);
    putEnum(out, bar.source);
    return out;
}
QDataStream &operator>>(QDataStream &in, Bar &bar)
{
    qint32 trades = 0, revision = 0;
    in >> bar.start >> bar.open >> bar.high >> bar.low >> bar.close >> bar.volume >> bar.vwap >> trades >> revision;
    bar.tradeCount = trades;
    bar.revision = revision;
    takeEnum(in, bar.source);
    return in;
}

QDataStream &operator<<(QDataStream &out, const StoredMinute &minute)
{
    out << minute.symbol << minute.bar;
    putEnum(out, minute.session);
    return out;
}
QDataStream &operator>>(QDataStream &in, StoredMinute &minute)
{
    in >> minute.symbol >> minute.bar;
    takeEnum(in, minute.session);
    return in;
}

QDataStream &operator<<(QDataStream &out, const StoredDay &day)
{
    return out << day.symbol << day.date << day.bar;
}
QDataStream &operator>>(QDataStream &in, StoredDay &day)
{
    return in >> day.symbol >> day.date >> day.bar;
}

/// Only what is stored of a tick.
QDataStream &operator<<(QDataStream &out, const StoredTick &stored)
{
    const Tick &tick = stored.tick;
    putEnum(out, tick.kind);
    return out << stored.symbol << tick.start << tick.open << tick.high << tick.low << tick.close << tick.volume
               << qint32(stored.connection) << qint64(stored.sequence);
}
QDataStream &operator>>(QDataStream &in, StoredTick &stored)
{
    Tick &tick = stored.tick;
    qint32 connection = 0;
    qint64 sequence = 0;
    takeEnum(in, tick.kind);
    in >> stored.symbol >> tick.start >> tick.open >> tick.high >> tick.low >> tick.close >> tick.volume >>
        connection >> sequence;
    stored.connection = connection;
    stored.sequence = sequence;
    return in;
}

QDataStream &operator<<(QDataStream &out, const PatternEvent &event)
{
    putEnum(out, event.timeframe);
    putEnum(out, event.direction);
    putEnum(out, event.state);
    return out << event.pattern << event.symbol << event.barStart << event.confidence << event.price << event.origin
               << event.id << QJsonDocument(event.details).toJson(QJsonDocument::Compact);
}
QDataStream &operator>>(QDataStream &in, PatternEvent &event)
{
    QByteArray details;
    takeEnum(in, event.timeframe);
    takeEnum(in, event.direction);
    takeEnum(in, event.state);
    in >> event.pattern >> event.symbol >> event.barStart >> event.confidence >> event.price >> event.origin >>
        event.id >> details;
    event.details = QJsonDocument::fromJson(details).object();
    return in;
}

QDataStream &operator<<(QDataStream &out, const Gap &gap)
{
    return out << quint8(gap.connection.value) << gap.symbol << gap.from << gap.to << gap.cause << gap.repairedBy
               << gap.repairedAt;
}
QDataStream &operator>>(QDataStream &in, Gap &gap)
{
    quint8 connection = 0;
    in >> connection >> gap.symbol >> gap.from >> gap.to >> gap.cause >> gap.repairedBy >> gap.repairedAt;
    gap.connection.value = connection;
    return in;
}

QDataStream &operator<<(QDataStream &out, const StoredIndicator &row)
{
    putEnum(out, row.timeframe);
    return out << row.symbol << row.barStart << row.indicator << row.value << row.extra;
}
QDataStream &operator>>(QDataStream &in, StoredIndicator &row)
{
    takeEnum(in, row.timeframe);
    return in >> row.symbol >> row.barStart >> row.indicator >> row.value >> row.extra;
}

template<class Row>
void putRows(QDataStream &out, const std::vector<Row> &rows)
{
    out << quint32(rows.size());
    for (const Row &row : rows)
        out << row;
}
template<class Row>
void takeRows(QDataStream &in, std::vector<Row> &rows)
{
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        Row row;
        in >> row;
        rows.push_back(std::move(row));
    }
}

template<class Row>
void moveSome(std::vector<Row> &from, std::size_t &at, std::vector<Row> &to, std::size_t &room)
{
    const std::size_t count = std::min(room, from.size() - at);
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(at);
    to.assign(std::make_move_iterator(begin), std::make_move_iterator(begin + static_cast<std::ptrdiff_t>(count)));
    at += count;
    room -= count;
}

} // namespace

QByteArray encodeBatch(const WriteBatch &batch)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << Magic;
    putRows(out, batch.minutes);
    putRows(out, batch.days);
    putRows(out, batch.ticks);
    putRows(out, batch.events);
    putRows(out, batch.gaps);
    putRows(out, batch.indicators);
    return bytes;
}

Expected<WriteBatch> decodeBatch(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0;
    in >> magic;
    WriteBatch batch;
    if (magic == Magic) {
        takeRows(in, batch.minutes);
        takeRows(in, batch.days);
        takeRows(in, batch.ticks);
        takeRows(in, batch.events);
        takeRows(in, batch.gaps);
        takeRows(in, batch.indicators);
    }
    if (magic != Magic || in.status() != QDataStream::Ok)
        return Error{ErrorCode::BadInput, QStringLiteral("the spool holds an entry that this program cannot read")};
    return batch;
}

std::vector<WriteBatch> splitBatch(WriteBatch batch, std::size_t rows)
{
    std::vector<WriteBatch> parts;
    std::size_t minutes = 0, days = 0, ticks = 0, events = 0, gaps = 0, indicators = 0;
    for (std::size_t left = batch.size(); left > 0;) {
        WriteBatch part;
        std::size_t room = rows;
        moveSome(batch.minutes, minutes, part.minutes, room);
        moveSome(batch.days, days, part.days, room);
        moveSome(batch.ticks, ticks, part.ticks, room);
        moveSome(batch.events, events, part.events, room);
        moveSome(batch.gaps, gaps, part.gaps, room);
        moveSome(batch.indicators, indicators, part.indicators, room);
        left -= part.size();
        parts.push_back(std::move(part));
    }
    return parts;
}

void appendBatch(WriteBatch &batch, const WriteBatch &from)
{
    const auto append = [](auto &rows, const auto &more) { rows.insert(rows.end(), more.begin(), more.end()); };
    append(batch.minutes, from.minutes);
    append(batch.days, from.days);
    append(batch.ticks, from.ticks);
    append(batch.events, from.events);
    append(batch.gaps, from.gaps);
    append(batch.indicators, from.indicators);
}

} // namespace tickstock
