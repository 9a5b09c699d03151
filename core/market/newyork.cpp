// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "core/types/utc.h"

#include <QTimeZone>

#include <array>

namespace tickstock::newyork {

namespace {

const QTimeZone &zone()
{
    static const QTimeZone newYork("America/New_York");
    return newYork;
}

struct CachedHour
{
    std::int64_t hour = INT64_MIN;
    std::int64_t offsetMs = 0;
};

std::optional<QDateTime> parse(QStringView text)
{
    text = text.trimmed();
    if (text.endsWith(u'Z'))
        text.chop(1);
    if (text.size() < 16)
        return std::nullopt;
    const QDate date = QDate::fromString(text.first(10).toString(), Qt::ISODate);
    QString clock = text.sliced(11).toString();
    if (clock.size() > 12)
        clock.truncate(12);
    const QTime time = QTime::fromString(clock, Qt::ISODateWithMs);
    const bool separated = text[10] == u' ' || text[10] == u'T';
    if (!separated || !date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime(date, time, Utc);
}

} // namespace

bool isAvailable()
{
    return zone().isValid();
}

Milliseconds offset(Timestamp t)
{
    thread_local std::array<CachedHour, 64> cache;
    const std::int64_t hour = t.floorTo(OneHour).ms / OneHour.count();
    CachedHour &entry = cache[static_cast<std::size_t>(hour & 63)];
    if (entry.hour != hour) {
        entry.hour = hour;
        entry.offsetMs = zone().offsetFromUtc(QDateTime::fromMSecsSinceEpoch(hour * OneHour.count(), Utc)) * 1'000LL;
    }
    return Milliseconds(entry.offsetMs);
}

QDateTime wallClock(Timestamp t)
{
    return QDateTime::fromMSecsSinceEpoch((t + offset(t)).ms, Utc);
}

QDate date(Timestamp t)
{
    const std::int64_t days = (t + offset(t)).floorTo(OneDay).ms / OneDay.count();
    return QDate(1970, 1, 1).addDays(days);
}

int minuteOfDay(Timestamp t)
{
    const Timestamp local = t + offset(t);
    return static_cast<int>((local - local.floorTo(OneDay)) / OneMinute);
}

Timestamp toUtc(QDate date, QTime time)
{
    return {QDateTime(date, time, zone()).toMSecsSinceEpoch()};
}

std::optional<Timestamp> parseNewYork(QStringView text)
{
    const auto parsed = parse(text);
    if (!parsed)
        return std::nullopt;
    // The first guess uses the offset at this time read as UTC; one correction is enough. Cheaper than a zone look-up.
    const std::int64_t local = parsed->toMSecsSinceEpoch();
    const Timestamp guess{local - offset(Timestamp{local}).count()};
    return Timestamp{local - offset(guess).count()};
}

std::optional<Timestamp> parseUtc(QStringView text)
{
    const auto parsed = parse(text);
    if (!parsed)
        return std::nullopt;
    return Timestamp{parsed->toMSecsSinceEpoch()};
}

} // namespace tickstock::newyork
