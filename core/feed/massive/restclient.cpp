// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restclient.h"

#include "core/feed/massive/restaddress.h"
#include "core/feed/massive/restpage.h"
#include "core/feed/massive/resttickers.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <utility>

namespace tickstock::massive {

namespace {

Q_LOGGING_CATEGORY(lcRest, "tickstock.rest", QtInfoMsg)

/// What has been said once is forgotten after so many lines.
constexpr int RememberedLines = 1'000;

Outcome checkPage(const QJsonDocument &answer)
{
    const auto page = readPage(answer);
    return page ? success() : Outcome(page.error());
}

Outcome checkServerTime(const QJsonDocument &answer)
{
    const auto time = readServerTime(answer);
    return time ? success() : Outcome(time.error());
}

} // namespace

RestClient::RestClient(QUrl base, QString key, int perMinute, const QString &caFile)
    : m_base(std::move(base))
    , m_queue(m_base, std::move(key), perMinute, caFile)
{
    connect(&m_queue, &RestQueue::limitChanged, this, &RestClient::limitChanged);
}

RestClient::~RestClient() = default;

void RestClient::bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
                      BarsAnswer answer)
{
    assertThreadOf(this);
    const auto rows = std::make_shared<BarRows>(limitsOf(timespan, from, to));
    list(barsUrl(m_base, symbol, timespan, from, to),
         {priority, symbol, [rows](const QJsonArray &page) { rows->take(page); },
          [this, rows, symbol, answer = std::move(answer)](const Outcome &outcome) {
              sayLeftOut(symbol, rows->leftOut());
              answer(outcome ? Expected(rows->bars()) : Expected<FetchedBars>(outcome.error()));
          }});
}

void RestClient::groupedDay(QDate date, std::function<void(const Expected<std::vector<DayOfSymbol>> &)> answer)
{
    assertThreadOf(this);
    const auto rows = std::make_shared<DayRows>(date);
    list(groupedDayUrl(m_base, date),
         {Priority::Background,
          {},
          [rows](const QJsonArray &page) { rows->take(page); },
          [this, rows, date, answer = std::move(answer)](const Outcome &outcome) {
              sayLeftOut(date.toString(Qt::ISODate), rows->leftOut());
              answer(outcome ? Expected(rows->days()) : Expected<std::vector<DayOfSymbol>>(outcome.error()));
          }});
}

void RestClient::splits(QDate from, QDate to, std::function<void(const Expected<SplitList> &)> answer)
{
    assertThreadOf(this);
    const auto rows = std::make_shared<SplitRows>(from, to);
    list(splitsUrl(m_base, from, to),
         {Priority::Background,
          {},
          [rows](const QJsonArray &page) { rows->take(page); },
          [rows, answer = std::move(answer)](const Outcome &outcome) {
              if (!outcome) {
                  answer(outcome.error());
                  return;
              }
              for (const QString &name : rows->contradictions())
                  qCWarning(lcRest).noquote() << "splits contradict each other, none is applied:" << name;
              const SplitList found = rows->list();
              if (!found.unclear.isEmpty() || !found.isWhole)
                  qCWarning(lcRest).noquote() << "splits that cannot be read are left out, of"
                                              << (found.isWhole ? found.unclear.join(u' ') : QStringLiteral("nobody"));
              answer(found);
          }});
}

void RestClient::tickers(std::function<void(const Expected<std::vector<ListedSymbol>> &)> answer)
{
    assertThreadOf(this);
    const auto rows = std::make_shared<TickerRows>();
    list(tickersUrl(m_base),
         {Priority::Background,
          {},
          [rows](const QJsonArray &page) { rows->take(page); },
          [this, rows, answer = std::move(answer)](const Outcome &outcome) {
              if (rows->leftOut() > 0)
                  sayOnce(QStringLiteral("%1 rows of the list of tickers name none").arg(rows->leftOut()));
              answer(outcome ? Expected(rows->symbols()) : Expected<std::vector<ListedSymbol>>(outcome.error()));
          }});
}

void RestClient::serverTime(std::function<void(const Expected<Timestamp> &)> answer)
{
    assertThreadOf(this);
    QUrl url = m_base;
    url.setPath(QStringLiteral("/v1/marketstatus/now"));
    m_queue.get(url, Priority::Visible, checkServerTime,
                [answer = std::move(answer)](const Expected<QJsonDocument> &page) {
                    answer(page ? readServerTime(*page) : Expected<Timestamp>(page.error()));
                });
}

void RestClient::list(const QUrl &url, Listing listing)
{
    nextPage(url, std::make_shared<Listing>(std::move(listing)), std::make_shared<RestPaging>(url));
}

void RestClient::nextPage(const QUrl &url, const std::shared_ptr<Listing> &listing,
                          const std::shared_ptr<RestPaging> &paging)
{
    m_queue.get(url, listing->priority, checkPage, [this, listing, paging](const Expected<QJsonDocument> &answer) {
        if (answer)
            takePage(*answer, listing, paging);
        else
            listing->done(answer.error());
    });
}

void RestClient::takePage(const QJsonDocument &answer, const std::shared_ptr<Listing> &listing,
                          const std::shared_ptr<RestPaging> &paging)
{
    const auto page = readPage(answer); // has been checked
    Outcome outcome = success();
    if (!page->rows.isEmpty() && !listing->ticker.isEmpty() && !page->ticker.isEmpty() &&
        page->ticker != listing->ticker)
        outcome = Error{ErrorCode::BadInput,
                        QStringLiteral("REST answers with %1 instead of %2").arg(page->ticker, listing->ticker)};
    const auto next = outcome ? paging->after(*page) : Expected<std::optional<QUrl>>(outcome.error());
    if (!next) {
        ++m_brokenLists;
        qCWarning(lcRest).noquote() << listing->ticker << next.error().detail;
        listing->done(next.error());
        return;
    }
    listing->take(page->rows);
    if (*next)
        nextPage(**next, listing, paging);
    else
        listing->done(success());
}

void RestClient::sayLeftOut(const QString &what, const RowsLeftOut &rows)
{
    if (const QString text = rows.text(); !text.isEmpty())
        sayOnce(QStringLiteral("%1: rows of REST left out: %2").arg(what, text));
}

/// A hole is asked for again and again, and its answer may be as wrong each time.
void RestClient::sayOnce(const QString &line)
{
    if (m_said.contains(line))
        return;
    if (m_said.size() >= RememberedLines)
        m_said.clear();
    m_said.insert(line);
    qCWarning(lcRest).noquote() << line;
}

} // namespace tickstock::massive
