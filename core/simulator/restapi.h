// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/stocksplit.h"
#include "core/net/httpserver.h"
#include "core/simulator/markettape.h"
#include "core/simulator/restbars.h"
#include "core/simulator/restfaults.h"

#include <QStringList>

#include <variant>

namespace tickstock::simulator {

/// Answers those of the vendor's REST paths that the product uses, from the same trades as the stream. Bars are left to
/// RestBars. One thread, the feed's.
class RestApi
{
public:
    /// @param tape and @p misbehaviour must outlive this
    RestApi(MarketTape &tape, Misbehaviour &misbehaviour, QStringList keys);

    /// What takes long: to be done once, by one RestBars of the same market, in the order of the requests. The answer
    /// is that of the moment of the request.
    using Work = std::function<HttpResponse(RestBars &)>;
    using Answer = std::variant<HttpResponse, Work>;
    Answer handle(const HttpRequest &request);
    /// The next @p count requests fail with this status and a Retry-After header.
    void failNext(int status, int count, int retryAfterSeconds);
    /// The simulated market trades in the shares after this split. Unadjusted bars of the days before it are answered
    /// in the shares of their own day.
    void addSplit(const StockSplit &split) { m_splits.push_back(split); }

private:
    Work work(BarsQuestion question);
    std::optional<HttpResponse> refusal(const HttpRequest &request);
    HttpResponse splits(const HttpRequest &request);
    HttpResponse marketStatus() const;
    HttpResponse upcomingHolidays() const;
    HttpResponse tickers(const HttpRequest &request) const;

    MarketTape &m_tape;
    RestFaults m_faults;
    const QStringList m_keys;
    ExchangeCalendar m_calendar;
    std::vector<StockSplit> m_splits;
    std::size_t m_addedSeen = 0; // how many of the tape's added trades RestBars has been given
    int m_failures = 0;
    int m_failureStatus = 0;
    int m_retryAfter = 1;
};

} // namespace tickstock::simulator
