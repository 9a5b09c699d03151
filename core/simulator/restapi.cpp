// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/restapi.h"

#include "core/market/newyork.h"
#include "core/simulator/inventedlisting.h"
#include "core/simulator/restjson.h"
#include "core/types/utc.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// Whether reference/tickers has it, as it is asked.
bool isAskedFor(const ListedSymbol &listed, const HttpRequest &request)
{
    const auto agrees = [&request](const QString &name, const QString &value) {
        const QString wanted = request.argument(name);
        return wanted.isEmpty() || wanted == value;
    };
    const QString search = request.argument(QStringLiteral("search"));
    const bool isFound =
        listed.symbol.contains(search, Qt::CaseInsensitive) || listed.name.contains(search, Qt::CaseInsensitive);
    return isFound && agrees(QStringLiteral("ticker"), listed.symbol) && agrees(QStringLiteral("type"), listed.type) &&
           agrees(QStringLiteral("exchange"), listed.exchange) &&
           agrees(QStringLiteral("market"), QStringLiteral("stocks")) &&
           agrees(QStringLiteral("active"), QStringLiteral("true"));
}

} // namespace

RestApi::RestApi(MarketTape &tape, Misbehaviour &misbehaviour, QStringList keys)
    : m_tape(tape)
    , m_faults(misbehaviour)
    , m_keys(std::move(keys))
{
}

void RestApi::failNext(int status, int count, int retryAfterSeconds)
{
    m_failureStatus = status;
    m_failures = count;
    m_retryAfter = retryAfterSeconds;
}

std::optional<HttpResponse> RestApi::refusal(const HttpRequest &request)
{
    if (m_failures > 0) {
        --m_failures;
        HttpResponse response = restError(
            m_failureStatus,
            m_failureStatus == 429
                ? QStringLiteral("You've exceeded the maximum requests per minute, please wait or upgrade your "
                                 "subscription to continue. https://polygon.io/pricing")
                : QStringLiteral("made to fail"));
        response.headers.emplace_back("Retry-After", QByteArray::number(m_retryAfter));
        return response;
    }
    if (auto answer = m_faults.instead(request))
        return answer;
    QString key = request.argument(QStringLiteral("apiKey"));
    const QByteArray authorization = request.header("Authorization");
    if (authorization.startsWith("Bearer "))
        key = QString::fromUtf8(authorization.mid(7));
    if (key.isEmpty())
        return restError(401, QStringLiteral("API Key was not provided"));
    if (!m_keys.isEmpty() && !m_keys.contains(key))
        return restError(401, QStringLiteral("Unknown API Key"));
    return std::nullopt;
}

RestApi::Answer RestApi::handle(const HttpRequest &request)
{
    if (const auto refused = refusal(request))
        return *refused;
    if (auto question = BarsQuestion::parse(request))
        return work(*std::move(question));
    if (request.path == u"/v1/marketstatus/now")
        return marketStatus();
    if (request.path == u"/v1/marketstatus/upcoming")
        return upcomingHolidays();
    if (request.path == u"/v3/reference/tickers")
        return tickers(request);
    if (request.path == u"/v3/reference/splits")
        return splits(request);
    return restError(404, QStringLiteral("not found"));
}

RestApi::Work RestApi::work(BarsQuestion question)
{
    const auto from = m_tape.added().begin() + static_cast<std::ptrdiff_t>(m_addedSeen);
    std::vector<AddedTrade> news(from, m_tape.added().end());
    m_addedSeen = m_tape.added().size();
    return [question = std::move(question), news = std::move(news), now = m_tape.now(),
            splits = m_splits](RestBars &bars) {
        bars.add(news);
        return bars.answer(question, now, splits);
    };
}

HttpResponse RestApi::splits(const HttpRequest &request)
{
    const QString from = request.argument(QStringLiteral("execution_date.gte"));
    const QString to = request.argument(QStringLiteral("execution_date.lte"), QStringLiteral("9999"));
    QJsonArray results;
    for (const StockSplit &split : m_splits) {
        const QString date = split.date.toString(Qt::ISODate);
        if (date < from || date > to)
            continue;
        results.append(QJsonObject{{QStringLiteral("ticker"), split.symbol},
                                   {QStringLiteral("execution_date"), date},
                                   {QStringLiteral("split_from"), split.from},
                                   {QStringLiteral("split_to"), split.to}});
    }
    m_faults.spoilSplits(results);
    return restOk({{QStringLiteral("results"), results}});
}

HttpResponse RestApi::marketStatus() const
{
    const Timestamp now = m_tape.now();
    const Session session = m_calendar.sessionAt(now);
    const QString word = session == Session::Regular  ? QStringLiteral("open")
                         : session == Session::Closed ? QStringLiteral("closed")
                                                      : QStringLiteral("extended-hours");
    const auto offsetSeconds = static_cast<int>(newyork::offset(now).count() / 1'000);
    const QDateTime clock = QDateTime::fromMSecsSinceEpoch(now.ms, Utc).toOffsetFromUtc(offsetSeconds);
    return HttpResponse::json(QJsonDocument(QJsonObject{
        {QStringLiteral("market"), word},
        {QStringLiteral("earlyHours"), session == Session::Pre},
        {QStringLiteral("afterHours"), session == Session::Post},
        {QStringLiteral("serverTime"), clock.toString(Qt::ISODate)},
        {QStringLiteral("exchanges"),
         QJsonObject{{QStringLiteral("nyse"), word}, {QStringLiteral("nasdaq"), word}, {QStringLiteral("otc"), word}}},
        {QStringLiteral("currencies"), QJsonObject{{QStringLiteral("fx"), QStringLiteral("open")},
                                                   {QStringLiteral("crypto"), QStringLiteral("open")}}}}));
}

HttpResponse RestApi::upcomingHolidays() const
{
    QJsonArray days;
    const QDate today = newyork::date(m_tape.now());
    for (QDate day = today; day < today.addDays(365); day = day.addDays(1)) {
        if (day.dayOfWeek() >= Qt::Saturday)
            continue;
        const bool closed = !ExchangeCalendar::isTradingDay(day);
        if (!closed && !ExchangeCalendar::isEarlyClose(day))
            continue;
        for (const QString &exchange : {QStringLiteral("NYSE"), QStringLiteral("NASDAQ")}) {
            QJsonObject entry{
                {QStringLiteral("date"), day.toString(Qt::ISODate)},
                {QStringLiteral("exchange"), exchange},
                {QStringLiteral("name"), closed ? QStringLiteral("Holiday") : QStringLiteral("Early close")},
                {QStringLiteral("status"), closed ? QStringLiteral("closed") : QStringLiteral("early-close")}};
            if (!closed) {
                const SessionHours hours = *m_calendar.hours(day);
                const auto iso = [](Timestamp t) {
                    return QDateTime::fromMSecsSinceEpoch(t.ms, Utc).toString(Qt::ISODateWithMs);
                };
                entry[u"open"] = iso(hours.open);
                entry[u"close"] = iso(hours.close);
            }
            days.append(entry);
        }
    }
    return HttpResponse::json(QJsonDocument(days));
}

HttpResponse RestApi::tickers(const HttpRequest &request) const
{
    const int limit = std::clamp(request.argument(QStringLiteral("limit"), QStringLiteral("100")).toInt(), 1, 1'000);
    const auto &symbols = m_tape.symbols();
    QJsonArray results;
    std::size_t i = request.argument(QStringLiteral("cursor"), QStringLiteral("0")).toULongLong();
    for (; i < symbols.size() && results.size() < limit; ++i) {
        const ListedSymbol listed = inventedListing(QString::fromStdString(symbols[i]));
        if (!isAskedFor(listed, request))
            continue;
        results.append(QJsonObject{{QStringLiteral("ticker"), listed.symbol},
                                   {QStringLiteral("name"), listed.name},
                                   {QStringLiteral("market"), QStringLiteral("stocks")},
                                   {QStringLiteral("locale"), QStringLiteral("us")},
                                   {QStringLiteral("primary_exchange"), listed.exchange},
                                   {QStringLiteral("type"), listed.type},
                                   {QStringLiteral("currency_name"), QStringLiteral("usd")},
                                   {QStringLiteral("active"), true}});
    }
    QJsonObject answer{{QStringLiteral("count"), static_cast<int>(results.size())},
                       {QStringLiteral("results"), results}};
    if (i < symbols.size()) {
        QUrl next(QStringLiteral("http://%1/v3/reference/tickers").arg(QString::fromLatin1(request.header("Host"))));
        QUrlQuery query = request.query;
        query.removeAllQueryItems(QStringLiteral("cursor"));
        query.removeAllQueryItems(QStringLiteral("apiKey")); // the vendor leaves it out, too
        query.addQueryItem(QStringLiteral("cursor"), QString::number(i));
        next.setQuery(query);
        answer[u"next_url"] = next.toString(QUrl::FullyEncoded);
    }
    return restOk(answer);
}

} // namespace tickstock::simulator
