// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/restbars.h"

#include "core/market/newyork.h"
#include "core/simulator/eventjson.h"
#include "core/simulator/restjson.h"

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

/// @param splits known at @p now, of any symbols
QJsonObject barRow(const std::vector<StockSplit> &splits, Timestamp now, const QString &symbol, SimBar bar,
                   Timestamp stamp, bool isAdjusted)
{
    std::vector<StockSplit> own;
    std::copy_if(splits.begin(), splits.end(), std::back_inserter(own),
                 [&](const StockSplit &split) { return split.symbol == symbol; });
    const double shares = isAdjusted ? 1 : splitFactor(own, newyork::date(stamp), newyork::date(now));
    for (double *price : {&bar.open, &bar.high, &bar.low, &bar.close})
        *price /= shares;
    bar.volume *= shares;
    return barObject(bar, stamp);
}

} // namespace

std::optional<BarsQuestion> BarsQuestion::parse(const HttpRequest &request)
{
    BarsQuestion question{Kind::Aggregates, request, request.path.split(u'/', Qt::SkipEmptyParts)};
    const QByteArray host = request.header("Host");
    question.request.header = [host](const QByteArray &name) { return name == "Host" ? host : QByteArray(); };
    const QStringList &path = question.path;
    if (path.size() == 9 && request.path.startsWith(u"/v2/aggs/ticker/") && path[4] == u"range")
        return question;
    if (path.size() == 5 && request.path.startsWith(u"/v2/aggs/ticker/") && path[4] == u"prev")
        question.kind = Kind::PreviousDay;
    else if (path.size() == 8 && request.path.startsWith(u"/v2/aggs/grouped/locale/us/market/stocks/"))
        question.kind = Kind::GroupedDay;
    else
        return std::nullopt;
    return question;
}

RestBars::RestBars(std::unique_ptr<TradeSource> source, Misbehaviour &misbehaviour)
    : m_log(std::move(source))
    , m_faults(misbehaviour)
{
    const auto &symbols = m_log.source().symbols();
    for (std::size_t i = 0; i < symbols.size(); ++i)
        m_bySymbol.emplace(symbols[i], i);
}

void RestBars::add(std::span<const AddedTrade> trades)
{
    for (const AddedTrade &trade : trades)
        m_log.add(trade);
}

HttpResponse RestBars::answer(const BarsQuestion &question, Timestamp now, const std::vector<StockSplit> &splits)
{
    const Moment moment{now, splits};
    HttpResponse answer;
    if (!m_isHurried) {
        switch (question.kind) {
        case BarsQuestion::Kind::Aggregates: answer = aggregates(question, moment); break;
        case BarsQuestion::Kind::PreviousDay: answer = previousDay(question.path[3], moment); break;
        case BarsQuestion::Kind::GroupedDay: answer = groupedDay(question, moment); break;
        }
    }
    return m_isHurried ? restError(503, QStringLiteral("the simulator is ending")) : answer;
}

std::optional<std::size_t> RestBars::find(const QString &symbol) const
{
    const auto at = m_bySymbol.find(symbol.toStdString());
    return at == m_bySymbol.end() ? std::nullopt : std::optional(at->second);
}

HttpResponse RestBars::aggregates(const BarsQuestion &question, const Moment &moment)
{
    const auto &[kind, request, path] = question;
    const auto query = AggregatesQuery::parse(request, path);
    if (!query)
        return restError(400, QStringLiteral("cannot parse the range"));
    const int pageSize = query->pageSize();
    const int wanted = pageSize + 1; // one more, to know whether there is a next page
    std::vector<SimBar> bars;
    if (const auto symbol = find(query->ticker))
        bars = query->isDaily() ? dayBars(*symbol, *query, wanted, moment.now)
                                : intradayBars(*symbol, *query, wanted, moment.now);
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
            results.append(barRow(moment.splits, moment.now, query->ticker, bar, bar.start, query->isAdjusted));
        answer[u"results"] = results;
    }
    answer = withStatus(answer);
    if (!query->isDaily())
        m_faults.spoilBars(request, path, *query, answer);
    return HttpResponse::json(QJsonDocument(answer));
}

std::vector<SimBar> RestBars::intradayBars(std::size_t symbol, const AggregatesQuery &query, int limit, Timestamp now)
{
    std::vector<SimBar> bars;
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
                if (const auto bar = m_log.bar(symbol, start, length, now))
                    bars.push_back(*bar);
            }
        }
        day = day.addDays(ascending ? 1 : -1);
    }
    return bars;
}

std::vector<SimBar> RestBars::dayBars(std::size_t symbol, const AggregatesQuery &query, int limit, Timestamp now)
{
    std::vector<SimBar> bars;
    const Timestamp from = std::max(query.from, now - OldestAnswer), to = std::min(query.to, now);
    const bool ascending = query.isAscending;
    const QDate last = newyork::date(ascending ? to : from);
    for (QDate day = newyork::date(ascending ? from : to);
         (ascending ? day <= last : day >= last) && static_cast<int>(bars.size()) < limit;
         day = day.addDays(ascending ? 1 : -1)) {
        auto bar = m_log.dayBar(symbol, day, now);
        if (!bar)
            continue;
        bar->start = newyork::toUtc(day, QTime(0, 0)); // stamped with New York midnight
        if (bar->start >= from && bar->start <= to)
            bars.push_back(*bar);
    }
    return bars;
}

HttpResponse RestBars::previousDay(const QString &ticker, const Moment &moment)
{
    const auto symbol = find(ticker);
    QJsonArray results;
    if (symbol) {
        const QDate day = ExchangeCalendar::previousTradingDay(newyork::date(moment.now));
        if (const auto bar = m_log.dayBar(*symbol, day, moment.now)) {
            QJsonObject result = barObject(*bar, newyork::toUtc(day, QTime(0, 0)));
            result[u"T"] = ticker;
            results.append(result);
        }
    }
    return restOk({{QStringLiteral("ticker"), ticker},
                   {QStringLiteral("adjusted"), true},
                   {QStringLiteral("queryCount"), static_cast<int>(results.size())},
                   {QStringLiteral("resultsCount"), static_cast<int>(results.size())},
                   {QStringLiteral("results"), results}});
}

HttpResponse RestBars::groupedDay(const BarsQuestion &question, const Moment &moment)
{
    const QDate date = QDate::fromString(question.path[7], Qt::ISODate);
    const bool isAdjusted = wantsAdjusted(question.request.query);
    if (!date.isValid())
        return restError(400, QStringLiteral("cannot parse the date"));
    const auto &symbols = m_log.source().symbols();
    QJsonArray results;
    for (std::size_t i = 0; i < symbols.size() && !m_isHurried; ++i) {
        const auto bar = m_log.dayBar(i, date, moment.now);
        if (!bar)
            continue;
        const QString symbol = QString::fromStdString(symbols[i]);
        QJsonObject result =
            barRow(moment.splits, moment.now, symbol, *bar, newyork::toUtc(date, QTime(16, 0)), isAdjusted);
        result[u"T"] = symbol;
        results.append(result);
    }
    return restOk({{QStringLiteral("adjusted"), isAdjusted},
                   {QStringLiteral("queryCount"), static_cast<int>(results.size())},
                   {QStringLiteral("resultsCount"), static_cast<int>(results.size())},
                   {QStringLiteral("results"), results}});
}

} // namespace tickstock::simulator
