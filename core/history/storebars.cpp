// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/storebars.h"

#include "core/market/newyork.h"
#include "core/types/threadcheck.h"

#include <QTimer>

#include <algorithm>

namespace tickstock {

namespace {

constexpr int PollMs = 2'000;
constexpr int MaxPolls = 30;
/// The other program stores a minute at most this long after its start.
constexpr Milliseconds StoredAfter = 2 * OneMinute;

} // namespace

struct StoreBars::Request
{
    QString symbol;
    Timespan timespan = Timespan::Minute;
    Timestamp from, to;
    BarsAnswer answer;
    int polls = 0;
};

StoreBars::StoreBars(OnStore onStore, std::function<Timestamp()> marketNow)
    : m_onStore(std::move(onStore))
    , m_marketNow(std::move(marketNow))
{
}

void StoreBars::bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority,
                     BarsAnswer answer)
{
    assertThreadOf(this);
    read(std::make_shared<Request>(Request{symbol, timespan, from, to, std::move(answer), 0}));
}

void StoreBars::read(const std::shared_ptr<Request> &request)
{
    const Timestamp now = m_marketNow();
    const Timestamp lastEnd = m_calendar.currentOrPrevious(now).postClose;
    const Timestamp due = std::min({request->to, now, lastEnd}).floorTo(OneMinute) - StoredAfter;
    m_onStore([this, request, due](Storage &storage) {
        auto found =
            request->timespan == Timespan::Minute
                ? storage.minutes(request->symbol, request->from, request->to + Milliseconds(1))
                : storage.days(request->symbol, newyork::date(request->from), newyork::date(request->to).addDays(1));
        const auto answer = [this, request, due, found = std::move(found)] {
            if (found && request->timespan == Timespan::Minute && !found->empty())
                m_newest = std::max(m_newest, found->back().start);
            const bool isLate = request->timespan == Timespan::Minute && m_newest < due;
            if (isLate && ++request->polls < MaxPolls)
                QTimer::singleShot(PollMs, this, [this, request] { read(request); });
            else
                request->answer(found ? Expected(FetchedBars{*found, {}, 0}) : Expected<FetchedBars>(found.error()));
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

} // namespace tickstock
