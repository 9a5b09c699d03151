// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"
#include "core/simulator/markettape.h"

#include <QStringList>

namespace tickstock::simulator {

/// The vendor's REST paths that the product uses, answered from the same trades as the stream. One thread.
class RestApi
{
public:
    RestApi(MarketTape &tape, QStringList keys);

    HttpResponse handle(const HttpRequest &request);
    /// The next @p count requests fail with this status; 429 and 503 with Retry-After.
    void failNext(int status, int count, int retryAfterSeconds);

private:
    std::optional<HttpResponse> refusal(const HttpRequest &request);
    HttpResponse aggregates(const HttpRequest &request, const QStringList &path);
    HttpResponse previousDay(const QString &symbol);
    HttpResponse groupedDay(const QString &date);
    HttpResponse marketStatus() const;
    HttpResponse upcomingHolidays() const;
    HttpResponse tickers(const HttpRequest &request) const;
    std::vector<SimBar> intradayBars(std::size_t symbol, Timestamp from, Timestamp to, Milliseconds length, int limit,
                                     bool ascending);
    std::vector<SimBar> dayBars(std::size_t symbol, Timestamp from, Timestamp to, int limit, bool ascending);

    MarketTape &m_tape;
    const QStringList m_keys;
    ExchangeCalendar m_calendar;
    int m_failures = 0;
    int m_failureStatus = 0;
    int m_retryAfter = 1;
};

} // namespace tickstock::simulator
