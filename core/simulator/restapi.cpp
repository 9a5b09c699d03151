// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/restapi.h"

#include "core/market/newyork.h"
#include "core/simulator/eventjson.h"
#include "core/types/utc.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace tickstock::simulator {

namespace {

constexpr Milliseconds OldestAnswer = OneDay * 550;

QJsonObject barObject(const SimBar &bar, Timestamp stamp)
{
    return {{QStringLiteral("v"), bar.volume},
            {QStringLiteral("vw"), roundedAverage(bar.vwap())},
            {QStringLiteral("o"), bar.open},
            {QStringLiteral("c"), bar.close},
            {QStringLiteral("h"), bar.high},
            {QStringLiteral("l"), bar.low},
            {QStringLiteral("t"), static_cast<double>(stamp.ms)},
            {QStringLiteral("n"), bar.trades}};
}

QJsonObject withStatus(QJsonObject object)
{
    object[u"status"] = QStringLiteral("OK");
    object[u"request_id"] = QStringLiteral("00000000000000000000000000000000");
    return object;
}

HttpResponse ok(const QJsonObject &object)
{
    return HttpResponse::json(QJsonDocument(withStatus(object)));
}

HttpResponse vendorError(int status, const QString &message)
{
    return HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("ERROR")},
                                                        {QStringLiteral("request_id"), QStringLiteral("0")},
                                                        {QStringLiteral("error"), message}}),
                              status);
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
        HttpResponse response = vendorError(
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
        return vendorError(401, QStringLiteral("API Key was not provided"));
    if (!m_keys.isEmpty() && !m_keys.contains(key))
        return vendorError(401, QStringLiteral("Unknown API Key"));
    return std::nullopt;
}

HttpResponse RestApi::handle(const HttpRequest &request)
{
    if (const auto refused = refusal(request))
        return *refused;
    const QStringList path = request.path.split(u'/', Qt::SkipEmptyParts);
    if (path.size() == 9 && request.path.startsWith(u"/v2/aggs/ticker/") && path[4] == u"range")
        return aggregates(request, path);
    if (path.size() == 5 && request.path.startsWith(u"/v2/aggs/ticker/") && path[4] == u"prev")
        return previousDay(path[3]);
    if (path.size() == 8 && request.path.startsWith(u"/v2/aggs/grouped/locale/us/market/stocks/"))
        return groupedDay(path[7], wantsAdjusted(request.query));
    if (request.path == u"/v1/marketstatus/now")
        return marketStatus();
    if (request.path == u"/v1/marketstatus/upcoming")
        return upcomingHolidays();
    if (request.path == u"/v3/reference/tickers")
        return tickers(request);
    if (request.path == u"/v3/reference/splits")
        return splits(request);
    return vendorError(404, QStringLiteral("not found"));
}

HttpResponse RestApi::aggregates(const HttpRequest &request, const QStringList &path)
{
    const auto query = AggregatesQuery::parse(request, path);
    if (!query)
        return vendorError(400, QStringLiteral("cannot parse the range"));
    const int pageSize = query->pageSize();
    const int wanted = pageSize + 1; // one more, to know whether there is a next page
    std::vector<SimBar> bars;
    if (const auto symbol = m_tape.find(query->ticker.toStdString()))
        bars = query->isDaily() ? dayBars(*symbol, *query, wanted) : intradayBars(*symbol, *query, wanted);
    QJsonObject answer{{QStringLiteral("ticker"), query->ticker}, {QStringLiteral("adjusted"), query->isAdjusted}};
    if (static_cast<int>(bars.size()) > pageSize) {
        answer[u"next_url"] = query->nextUrl(request, path, bars.back().start);
        bars.pop_back();
    }
    const auto count = static_cast<int>(bars.size());
    answer[u"queryCount"] = count;
    answer[u"resultsCount"] = count;
    if (count > 0) {
        QJsonArray results;
        for (const SimBar &bar : bars)
            results.append(barRow(query->ticker, bar, bar.start, query->isAdjusted));
        answer[u"results"] = results;
    }
    answer = withStatus(answer);
    if (!query->isDaily())
        m_faults.spoilBars(request, path, *query, answer);
    return HttpResponse::json(QJsonDocument(answer));
}

std::vector<SimBar> RestApi::intradayBars(std::size_t symbol, const AggregatesQuery &query, int limit)
{
    std::vector<SimBar> bars;
    const Timestamp now = m_tape.now();
    const Timestamp from = std::max(query.from, now - OldestAnswer), to = std::min(query.to, now);
    const Milliseconds length = query.barLength();
    const bool ascending = query.isAscending;
    QDate day = newyork::date(ascending ? from : to);
    const QDate last = newyork::date(ascending ? to : from);
    while ((ascending ? day <= last : day >= last) && static_cast<int>(bars.size()) < limit) {
        if (const auto hours = m_calendar.hours(day)) {
            const SessionHours today = *hours;
            const auto count = (today.postClose - today.preOpen) / length;
            for (std::int64_t i = 0; i < count && static_cast<int>(bars.size()) < limit; ++i) {
                const Timestamp start = today.preOpen + length * (ascending ? i : count - 1 - i);
                if (start < from || start > to || start + length > now)
                    continue;
                if (const auto bar = m_tape.bar(symbol, start, length))
                    bars.push_back(*bar);
            }
        }
        day = day.addDays(ascending ? 1 : -1);
    }
    return bars;
}

std::vector<SimBar> RestApi::dayBars(std::size_t symbol, const AggregatesQuery &query, int limit)
{
    std::vector<SimBar> bars;
    const Timestamp from = std::max(query.from, m_tape.now() - OldestAnswer), to = std::min(query.to, m_tape.now());
    const bool ascending = query.isAscending;
    const QDate last = newyork::date(ascending ? to : from);
    for (QDate day = newyork::date(ascending ? from : to);
         (ascending ? day <= last : day >= last) && static_cast<int>(bars.size()) < limit;
         day = day.addDays(ascending ? 1 : -1)) {
        auto bar = m_tape.dayBar(symbol, day);
        if (!bar)
            continue;
        bar->start = newyork::toUtc(day, QTime(0, 0)); // stamped with New York midnight
        if (bar->start >= from && bar->start <= to)
            bars.push_back(*bar);
    }
    return bars;
}

QJsonObject RestApi::barRow(const QString &symbol, SimBar bar, Timestamp stamp, bool isAdjusted) const
{
    std::vector<StockSplit> own;
    std::copy_if(m_splits.begin(), m_splits.end(), std::back_inserter(own),
                 [&](const StockSplit &split) { return split.symbol == symbol; });
    const double shares = isAdjusted ? 1 : splitFactor(own, newyork::date(stamp), newyork::date(m_tape.now()));
    for (double *price : {&bar.open, &bar.high, &bar.low, &bar.close})
        *price /= shares;
    bar.volume *= shares;
    return barObject(bar, stamp);
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
    return ok({{QStringLiteral("results"), results}});
}

HttpResponse RestApi::previousDay(const QString &ticker)
{
    const auto symbol = m_tape.find(ticker.toStdString());
    QJsonArray results;
    if (symbol) {
        const QDate day = ExchangeCalendar::previousTradingDay(newyork::date(m_tape.now()));
        if (const auto bar = m_tape.dayBar(*symbol, day)) {
            QJsonObject result = barObject(*bar, newyork::toUtc(day, QTime(0, 0)));
            result[u"T"] = ticker;
            results.append(result);
        }
    }
    return ok({{QStringLiteral("ticker"), ticker},
               {QStringLiteral("adjusted"), true},
               {QStringLiteral("queryCount"), static_cast<int>(results.size())},
               {QStringLiteral("resultsCount"), static_cast<int>(results.size())},
               {QStringLiteral("results"), results}});
}

HttpResponse RestApi::groupedDay(const QString &text, bool isAdjusted)
{
    const QDate date = QDate::fromString(text, Qt::ISODate);
    if (!date.isValid())
        return vendorError(400, QStringLiteral("cannot parse the date"));
    QJsonArray results;
    for (std::size_t i = 0; i < m_tape.symbols().size(); ++i) {
        const auto bar = m_tape.dayBar(i, date);
        if (!bar)
            continue;
        const QString symbol = QString::fromStdString(m_tape.symbols()[i]);
        QJsonObject result = barRow(symbol, *bar, newyork::toUtc(date, QTime(16, 0)), isAdjusted);
        result[u"T"] = symbol;
        results.append(result);
    }
    return ok({{QStringLiteral("adjusted"), isAdjusted},
               {QStringLiteral("queryCount"), static_cast<int>(results.size())},
               {QStringLiteral("resultsCount"), static_cast<int>(results.size())},
               {QStringLiteral("results"), results}});
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
    const QString wanted = request.argument(QStringLiteral("ticker"));
    const QString search = request.argument(QStringLiteral("search"));
    const int limit = std::clamp(request.argument(QStringLiteral("limit"), QStringLiteral("100")).toInt(), 1, 1'000);
    int from = request.argument(QStringLiteral("cursor"), QStringLiteral("0")).toInt();
    QJsonArray results;
    const auto &symbols = m_tape.symbols();
    std::size_t i = static_cast<std::size_t>(std::max(0, from));
    for (; i < symbols.size() && results.size() < limit; ++i) {
        const QString name = QString::fromStdString(symbols[i]);
        if ((!wanted.isEmpty() && name != wanted) || (!search.isEmpty() && !name.contains(search, Qt::CaseInsensitive)))
            continue;
        results.append(QJsonObject{{QStringLiteral("ticker"), name},
                                   {QStringLiteral("name"), name},
                                   {QStringLiteral("market"), QStringLiteral("stocks")},
                                   {QStringLiteral("locale"), QStringLiteral("us")},
                                   {QStringLiteral("type"), QStringLiteral("CS")},
                                   {QStringLiteral("currency_name"), QStringLiteral("usd")},
                                   {QStringLiteral("active"), true}});
    }
    QJsonObject answer{{QStringLiteral("count"), static_cast<int>(results.size())},
                       {QStringLiteral("results"), results}};
    if (i < symbols.size()) {
        answer[u"next_url"] = QStringLiteral("http://%1/v3/reference/tickers?cursor=%2&limit=%3&search=%4&ticker=%5")
                                  .arg(QString::fromLatin1(request.header("Host")))
                                  .arg(i)
                                  .arg(limit)
                                  .arg(search, wanted);
    }
    return ok(answer);
}

} // namespace tickstock::simulator
