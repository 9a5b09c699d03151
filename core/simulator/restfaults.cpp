// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/restfaults.h"

#include "core/types/utc.h"

#include <QDate>
#include <QLocale>
#include <QUrl>

#include <functional>

namespace tickstock::simulator {

namespace {

constexpr int DateSecondsAhead = 3;
/// In an address that leads to the page it stands on.
const QString Loop = QStringLiteral("loop");

QString addressOf(const HttpRequest &request, const QUrlQuery &query)
{
    QUrl url(QStringLiteral("http://") + QString::fromLatin1(request.header("Host")));
    url.setPath(request.path, QUrl::DecodedMode);
    url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

HttpResponse tooMany(const QByteArray &retryAfter)
{
    HttpResponse response =
        HttpResponse::json(QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("ERROR")},
                                                     {QStringLiteral("error"), QStringLiteral("slow down")}}),
                           429);
    response.headers.emplace_back("Retry-After", retryAfter);
    return response;
}

QByteArray httpDate(int secondsAhead)
{
    const QDateTime time = QDateTime::currentDateTimeUtc().addSecs(secondsAhead);
    return QLocale::c().toString(time, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
}

HttpResponse movedWithin(const HttpRequest &request)
{
    HttpResponse response;
    response.status = 301;
    response.headers.emplace_back("Location", addressOf(request, request.query).toLatin1());
    return response;
}

HttpResponse portalPage()
{
    HttpResponse response;
    response.contentType = QByteArrayLiteral("text/html");
    response.body = QByteArrayLiteral("<!DOCTYPE html><html><body>Welcome! Please accept our terms.</body></html>");
    return response;
}

QJsonArray rowsOf(const QJsonObject &answer)
{
    return answer[u"results"].toArray();
}

/// Leaves the first rows; returns the first of those that are gone.
QJsonObject cutRows(QJsonObject &answer, qsizetype count)
{
    QJsonArray rows = rowsOf(answer);
    const QJsonObject next = rows[count].toObject();
    while (rows.size() > count)
        rows.removeLast();
    answer[u"results"] = rows;
    return next;
}

void count(QJsonObject &answer)
{
    answer[u"queryCount"] = answer[u"resultsCount"] = static_cast<int>(rowsOf(answer).size());
}

void changeRow(QJsonArray &rows, qsizetype at, const std::function<void(QJsonObject &)> &change)
{
    if (at >= rows.size())
        return;
    QJsonObject row = rows[at].toObject();
    change(row);
    rows[at] = row;
}

void badRows(QJsonObject &answer)
{
    QJsonArray rows = rowsOf(answer);
    const auto shift = [](QJsonObject &row, double by) { row[u"t"] = row[u"t"].toDouble() + by; };
    changeRow(rows, 0, [](QJsonObject &row) { row[u"t"] = row[u"t"].toDouble() / 1'000; });
    changeRow(rows, 1, [](QJsonObject &row) { row[u"v"] = QString::number(row[u"v"].toDouble(), 'f', 0); });
    changeRow(rows, 2, [&](QJsonObject &row) { shift(row, 7'000); });
    changeRow(rows, 3, [&](QJsonObject &row) { shift(row, -30.0 * static_cast<double>(OneDay.count())); });
    answer[u"results"] = rows;
}

} // namespace

std::optional<HttpResponse> RestFaults::instead(const HttpRequest &request)
{
    const auto taken = m_misbehaviour.take(FaultPlace::Request);
    if (!taken)
        return std::nullopt;
    switch (taken->fault) {
    case Fault::RetryAfterZero: return tooMany("0");
    case Fault::RetryAfterHuge: return tooMany("4000000");
    case Fault::RetryAfterDate: return tooMany(httpDate(DateSecondsAhead));
    case Fault::RedirectSameHost: return movedWithin(request);
    case Fault::HtmlPage: return portalPage();
    default: Q_UNREACHABLE(); // of another place
    }
    return std::nullopt;
}

void RestFaults::spoilBars(const HttpRequest &request, const QStringList &path, const AggregatesQuery &query,
                           QJsonObject &answer)
{
    const qsizetype size = rowsOf(answer).size();
    if (size < 2)
        return;
    const bool isInLoop = request.query.hasQueryItem(Loop);
    const auto taken = isInLoop ? Misbehaviour::Taken{Fault::NextUrlLoop, 0} : m_misbehaviour.take(FaultPlace::Bars);
    if (!taken)
        return;
    switch (taken->fault) {
    case Fault::StatusError:
        answer[u"status"] = QStringLiteral("ERROR");
        answer[u"error"] = QStringLiteral("made to fail");
        answer.remove(u"results");
        break;
    case Fault::NullResults:
        answer.remove(u"results");
        count(answer);
        answer[u"results"] = QJsonValue::Null;
        break;
    case Fault::ShortResults: cutRows(answer, size / 2); break;
    case Fault::NextUrlForeignHost: {
        const QJsonObject next = cutRows(answer, size / 2);
        count(answer);
        QUrl url(query.nextUrl(request, path, {static_cast<std::int64_t>(next[u"t"].toDouble())}));
        url.setHost(QStringLiteral("api.massive-sim.invalid"));
        answer[u"next_url"] = url.toString(QUrl::FullyEncoded);
        break;
    }
    case Fault::NextUrlLoop: {
        cutRows(answer, (size + 1) / 2);
        count(answer);
        QUrlQuery again = request.query;
        if (!isInLoop)
            again.addQueryItem(Loop, QStringLiteral("1"));
        answer[u"next_url"] = addressOf(request, again);
        break;
    }
    case Fault::EmptyPageWithNext:
        answer[u"results"] = QJsonArray();
        count(answer);
        answer[u"next_url"] = addressOf(request, request.query);
        break;
    case Fault::BadRows: badRows(answer); break;
    default: Q_UNREACHABLE(); // of another place
    }
}

void RestFaults::spoilSplits(QJsonArray &rows)
{
    if (rows.isEmpty())
        return;
    const auto taken = m_misbehaviour.take(FaultPlace::Splits);
    if (!taken)
        return;
    const QJsonArray given = rows;
    rows = {};
    for (const QJsonValue &value : given) {
        QJsonObject row = value.toObject();
        if (taken->fault == Fault::SplitMoved) {
            const QDate date = QDate::fromString(row[u"execution_date"].toString(), Qt::ISODate);
            row[u"execution_date"] = date.addDays(1).toString(Qt::ISODate);
        }
        if (taken->fault != Fault::SplitWithdrawn)
            rows.append(row);
        if (taken->fault == Fault::SplitContradicts) {
            const QJsonValue from = row[u"split_from"];
            row[u"split_from"] = row[u"split_to"].toDouble();
            row[u"split_to"] = from;
            rows.append(row);
        }
    }
}

} // namespace tickstock::simulator
