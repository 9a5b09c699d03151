// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/storebars.h"

#include "core/market/newyork.h"

#include <QTimer>

#include <algorithm>

namespace tickstock {

namespace {

constexpr int LookAgainMs = 2'000;
constexpr int MaxLooks = 30;
/// A minute is stored when it has closed, which its vendor's bar or some seconds decide.
constexpr Milliseconds Lateness = 2 * OneMinute;

} // namespace

struct StoreBars::Request
{
    QString symbol;
    Timespan timespan = Timespan::Minute;
    Timestamp from, to;
    BarsAnswer answer;
    int looks = 0;
};

StoreBars::StoreBars(OnStore onStore, std::function<Timestamp()> marketNow)
    : m_onStore(std::move(onStore))
    , m_marketNow(std::move(marketNow))
{
}

void StoreBars::bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority,
                     BarsAnswer answer)
{
    read(std::make_shared<Request>(Request{symbol, timespan, from, to, std::move(answer), 0}));
}

void StoreBars::read(const std::shared_ptr<Request> &request)
{
    const Timestamp now = m_marketNow();
    const Timestamp lastEnd = m_calendar.currentOrPrevious(now).postClose;
    const Timestamp due = std::min({request->to, now, lastEnd}).floorTo(OneMinute) - Lateness;
    m_onStore([this, request, due](Storage &storage) {
        auto found =
            request->timespan == Timespan::Minute
                ? storage.minutes(request->symbol, request->from, request->to + Milliseconds(1))
                : storage.days(request->symbol, newyork::date(request->from), newyork::date(request->to).addDays(1));
        const auto answer = [this, request, due, found = std::move(found)] {
            if (found && request->timespan == Timespan::Minute && !found->empty())
                m_reached = std::max(m_reached, found->back().start);
            const bool isLate = request->timespan == Timespan::Minute && m_reached < due;
            if (isLate && ++request->looks < MaxLooks)
                QTimer::singleShot(LookAgainMs, this, [this, request] { read(request); });
            else
                request->answer(found);
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

} // namespace tickstock
