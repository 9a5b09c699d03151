// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/stocksplit.h"
#include "core/net/httpserver.h"
#include "core/simulator/aggregatesquery.h"
#include "core/simulator/markettape.h"
#include "core/simulator/restfaults.h"

#include <QStringList>

namespace tickstock::simulator {

/// Answers those of the vendor's REST paths that the product uses, from the same trades as the stream. One thread.
class RestApi
{
public:
    /// @param tape and @p misbehaviour must outlive this
    RestApi(MarketTape &tape, Misbehaviour &misbehaviour, QStringList keys);

    HttpResponse handle(const HttpRequest &request);
    /// The next @p count requests fail with this status and a Retry-After header.
    void failNext(int status, int count, int retryAfterSeconds);
    /// The simulated market trades in the shares after this split. Unadjusted bars of the days before it are answered
    /// in the shares of their own day.
    void addSplit(const StockSplit &split) { m_splits.push_back(split); }

private:
    std::optional<HttpResponse> refusal(const HttpRequest &request);
    HttpResponse aggregates(const HttpRequest &request, const QStringList &path);
    QJsonObject barRow(const QString &symbol, SimBar bar, Timestamp stamp, bool isAdjusted) const;
    HttpResponse splits(const HttpRequest &request);
    HttpResponse previousDay(const QString &symbol);
    HttpResponse groupedDay(const QString &date, bool isAdjusted);
    HttpResponse marketStatus() const;
    HttpResponse upcomingHolidays() const;
    HttpResponse tickers(const HttpRequest &request) const;
    std::vector<SimBar> intradayBars(std::size_t symbol, const AggregatesQuery &query, int limit);
    std::vector<SimBar> dayBars(std::size_t symbol, const AggregatesQuery &query, int limit);

    MarketTape &m_tape;
    RestFaults m_faults;
    const QStringList m_keys;
    ExchangeCalendar m_calendar;
    std::vector<StockSplit> m_splits;
    int m_failures = 0;
    int m_failureStatus = 0;
    int m_retryAfter = 1;
};

} // namespace tickstock::simulator
