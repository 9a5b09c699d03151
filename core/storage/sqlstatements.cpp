// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlstatements.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

#include <algorithm>

namespace tickstock {

namespace {

QString rankOfSource(const char *row)
{
    return QStringLiteral("(CASE %1.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END)").arg(QLatin1String(row));
}

} // namespace

QVariant instantValue(Timestamp time)
{
    /// 9999-12-31: beyond it, databases do not agree on what a time is.
    constexpr std::int64_t LastInstant = 253'402'300'799'000;
    return static_cast<qlonglong>(std::clamp<std::int64_t>(time.ms, 0, LastInstant));
}

QString minuteConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timestamp) DO UPDATE SET open = excluded.open, high = excluded.high,"
                          " low = excluded.low, close = excluded.close, volume = excluded.volume,"
                          " vwap = excluded.vwap, trade_count = excluded.trade_count, session = excluded.session,"
                          " source = excluded.source, revision = CASE WHEN excluded.revision > t.revision"
                          " THEN excluded.revision ELSE t.revision END"
                          " WHERE %1 > %2 OR (%1 = %2 AND (excluded.revision >= t.revision"
                          " OR excluded.source = 'rest'))")
        .arg(rankOfSource("excluded"), rankOfSource("t"));
}

QString dayConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, date) DO UPDATE SET open = excluded.open, high = excluded.high,"
                          " low = excluded.low, close = excluded.close, volume = excluded.volume,"
                          " vwap = excluded.vwap, trade_count = excluded.trade_count, source = excluded.source"
                          " WHERE t.source <> 'rest' OR excluded.source = 'rest'");
}

QString eventConflict()
{
    return QStringLiteral(" ON CONFLICT (event_id) DO UPDATE SET state = excluded.state,"
                          " confidence = excluded.confidence, price = excluded.price, details = excluded.details");
}

std::optional<StoredPattern> intradayPattern(const PatternEvent &event)
{
    if (event.timeframe == Timeframe::Daily || event.state == EventState::Forming)
        return std::nullopt;
    StoredPattern row{&event, 0, {}};
    if (event.state == EventState::Confirmed) {
        const int full = event.direction == Direction::Short ? -100 : 100;
        row.strength = event.details[u"strength"].toInt(full);
    }
    row.levels = QString::fromUtf8(QJsonDocument(event.details[u"levels"].toObject()).toJson(QJsonDocument::Compact));
    return row;
}

QString patternConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timeframe, timestamp, pattern) DO UPDATE SET"
                          " direction = excluded.direction, strength = excluded.strength,"
                          " confidence = excluded.confidence, levels = excluded.levels"
                          " WHERE excluded.strength <> 0 OR t.direction = excluded.direction");
}

QString forgetWithdrawn()
{
    return QStringLiteral("DELETE FROM intraday_patterns WHERE strength = 0");
}

QString gapConflict()
{
    return QStringLiteral(" ON CONFLICT (connection, symbol, from_time) DO UPDATE SET to_time = excluded.to_time,"
                          " repaired_by = coalesce(excluded.repaired_by, t.repaired_by),"
                          " repaired_at = coalesce(excluded.repaired_at, t.repaired_at)");
}

QString indicatorConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timeframe, timestamp, indicator) DO UPDATE SET"
                          " value = excluded.value, extra = excluded.extra, computed_at = excluded.computed_at");
}

QString sessionWord(Session session)
{
    switch (session) {
    case Session::Closed: return QStringLiteral("closed");
    case Session::Pre: return QStringLiteral("pre");
    case Session::Regular: return QStringLiteral("regular");
    case Session::Post: return QStringLiteral("post");
    }
    return {};
}

QString eventTypeWord(TickKind kind)
{
    return kind == TickKind::Trade       ? QStringLiteral("trade")
           : kind == TickKind::MinuteBar ? QStringLiteral("minute")
                                         : QStringLiteral("aggregate");
}

QString connectionWord(ConnectionId id)
{
    return QStringLiteral("connection_%1").arg(id.value);
}

} // namespace tickstock
