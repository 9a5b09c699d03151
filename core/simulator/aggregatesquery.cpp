// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/aggregatesquery.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

constexpr int DefaultLimit = 5'000;
constexpr int MaxLimit = 50'000;

/// A date (New York midnight; the day's last millisecond for the end of a range) or Unix milliseconds.
std::optional<Timestamp> rangeEdge(const QString &text, bool isEnd)
{
    bool isNumber = false;
    const qlonglong ms = text.toLongLong(&isNumber);
    if (isNumber)
        return Timestamp{ms};
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    return isEnd ? newyork::toUtc(date.addDays(1), QTime(0, 0)) - Milliseconds(1) : newyork::toUtc(date, QTime(0, 0));
}

/// A cursor carries the settings of the first page; the vendor rewrites the range's start beside it.
QUrlQuery settingsOf(const HttpRequest &request)
{
    if (!request.query.hasQueryItem(QStringLiteral("cursor")))
        return request.query;
    const QByteArray cursor = request.argument(QStringLiteral("cursor")).toLatin1();
    return QUrlQuery(QString::fromLatin1(QByteArray::fromBase64(cursor, QByteArray::Base64UrlEncoding)));
}

} // namespace

bool wantsAdjusted(const QUrlQuery &query)
{
    return query.queryItemValue(QStringLiteral("adjusted")) != u"false";
}

std::optional<AggregatesQuery> AggregatesQuery::parse(const HttpRequest &request, const QStringList &path)
{
    AggregatesQuery query;
    bool goodMultiplier = false;
    query.ticker = path[3];
    query.multiplier = path[5].toInt(&goodMultiplier);
    query.timespan = path[6];
    const auto from = rangeEdge(path[7], false), to = rangeEdge(path[8], true);
    const bool isKnown = query.isDaily() || query.timespan == u"second" || query.timespan == u"minute";
    if (!goodMultiplier || query.multiplier < 1 || !isKnown || !from || !to ||
        (query.isDaily() && query.multiplier != 1))
        return std::nullopt;
    query.from = *from;
    query.to = *to;
    const QUrlQuery settings = settingsOf(request);
    query.isAscending = settings.queryItemValue(QStringLiteral("sort")) != u"desc";
    query.isAdjusted = wantsAdjusted(settings);
    bool hasLimit = false;
    const int limit = settings.queryItemValue(QStringLiteral("limit")).toInt(&hasLimit);
    query.limit = hasLimit ? std::clamp(limit, 1, MaxLimit) : DefaultLimit;
    return query;
}

Milliseconds AggregatesQuery::barLength() const
{
    return (timespan == u"second" ? OneSecond : OneMinute) * multiplier;
}

int AggregatesQuery::pageSize() const
{
    return isDaily() ? limit : std::max(1, limit / multiplier);
}

QString AggregatesQuery::nextUrl(const HttpRequest &request, const QStringList &path, Timestamp next) const
{
    QUrlQuery cursor;
    cursor.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    cursor.addQueryItem(QStringLiteral("sort"), isAscending ? QStringLiteral("asc") : QStringLiteral("desc"));
    cursor.addQueryItem(QStringLiteral("adjusted"), isAdjusted ? QStringLiteral("true") : QStringLiteral("false"));
    const QString edge = QString::number(next.ms);
    return QStringLiteral("http://%1/v2/aggs/ticker/%2/range/%3/%4/%5/%6?cursor=%7")
        .arg(QString::fromLatin1(request.header("Host")), ticker, path[5], timespan, isAscending ? edge : path[7],
             isAscending ? path[8] : edge,
             QString::fromLatin1(cursor.toString().toLatin1().toBase64(QByteArray::Base64UrlEncoding)));
}

} // namespace tickstock::simulator
