// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restclient.h"

#include "core/market/newyork.h"
#include "core/market/symbol.h"
#include "core/net/loopback.h"
#include "core/net/tls.h"
#include "core/types/threadcheck.h"

#include <QDate>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>

namespace tickstock::massive {

namespace {

Q_LOGGING_CATEGORY(lcRest, "tickstock.rest", QtInfoMsg)

constexpr int TimeoutMs = 30'000;
constexpr int MaxAttempts = 5;
constexpr int PauseAfter429Seconds = 15;
constexpr int SlowestPerMinute = 5;
constexpr int PageLimit = 50'000;
constexpr int SplitsPageLimit = 1'000;

Error errorFrom(int status, const QByteArray &body, const QString &networkError)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    QString words = json[u"error"].toString();
    if (words.isEmpty())
        words = json[u"message"].toString();
    if (words.isEmpty())
        words = networkError;
    const ErrorCode code = status == 429                    ? ErrorCode::RateLimited
                           : status == 401 || status == 403 ? ErrorCode::Refused
                           : status == 404                  ? ErrorCode::NotFound
                                                            : ErrorCode::Unreachable;
    return Error{code, status > 0 ? QStringLiteral("REST %1: %2").arg(status).arg(words)
                                  : QStringLiteral("REST: %1").arg(words)};
}

Bar barFrom(const QJsonObject &row)
{
    Bar bar;
    bar.start = {static_cast<std::int64_t>(row[u"t"].toDouble())};
    bar.open = row[u"o"].toDouble(NoValue);
    bar.high = row[u"h"].toDouble(NoValue);
    bar.low = row[u"l"].toDouble(NoValue);
    bar.close = row[u"c"].toDouble(NoValue);
    bar.volume = row[u"v"].toDouble(NoValue);
    bar.vwap = row[u"vw"].toDouble(NoValue);
    bar.tradeCount = row[u"n"].toInt(-1);
    bar.source = BarSource::Rest;
    return bar;
}

bool isPlausible(const Bar &bar)
{
    return bar.start.isValid() && tickstock::isPlausible(bar.open, bar.high, bar.low, bar.close, bar.volume);
}

} // namespace

RestClient::RestClient(QUrl base, QString key, int perMinute, const QString &caFile)
    : m_base(std::move(base))
    , m_key(std::move(key))
    , m_tls(m_base.scheme() == u"https" ? tlsConfiguration(caFile) : QSslConfiguration())
    , m_perMinute(perMinute)
    , m_tokens(perMinute)
{
    m_tokenClock.start();
    m_network.setTransferTimeout(TimeoutMs);
    if (isLoopbackHost(m_base.host()))
        m_network.setProxy(QNetworkProxy::NoProxy);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &RestClient::sendNext);
}

RestClient::~RestClient() = default;

QUrl RestClient::barsUrl(QUrl base, const QString &symbol, Timespan timespan, Timestamp from, Timestamp to)
{
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(symbol));
    const QString unit = timespan == Timespan::Minute ? QStringLiteral("minute") : QStringLiteral("day");
    // All at once: what an encoded symbol has of "%2" is no place to be filled.
    base.setPath(QStringLiteral("/v2/aggs/ticker/%1/range/1/%2/%3/%4")
                     .arg(encoded, unit, QString::number(from.ms), QString::number(to.ms)),
                 QUrl::TolerantMode); // it is encoded already
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("adjusted"), QStringLiteral("false"));
    query.addQueryItem(QStringLiteral("sort"), QStringLiteral("asc"));
    query.addQueryItem(QStringLiteral("limit"), QString::number(PageLimit));
    base.setQuery(query);
    return base;
}

void RestClient::bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
                      BarsAnswer answer)
{
    assertThreadOf(this);
    const QUrl url = barsUrl(m_base, symbol, timespan, from, to);
    nextPage<Bar>(url, priority, &RestClient::parseBars, std::make_shared<std::vector<Bar>>(), std::move(answer));
}

void RestClient::splits(QDate from, QDate to, std::function<void(const Expected<std::vector<StockSplit>> &)> answer)
{
    assertThreadOf(this);
    QUrl url = m_base;
    url.setPath(QStringLiteral("/v3/reference/splits"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("execution_date.gte"), from.toString(Qt::ISODate));
    query.addQueryItem(QStringLiteral("execution_date.lte"), to.toString(Qt::ISODate));
    query.addQueryItem(QStringLiteral("limit"), QString::number(SplitsPageLimit));
    url.setQuery(query);
    nextPage<StockSplit>(url, Priority::Background, &RestClient::parseSplits,
                         std::make_shared<std::vector<StockSplit>>(), std::move(answer));
}

template<class Row>
void RestClient::nextPage(const QUrl &url, Priority priority, std::vector<Row> (*parse)(const QJsonDocument &page),
                          std::shared_ptr<std::vector<Row>> soFar,
                          std::function<void(const Expected<std::vector<Row>> &)> answer)
{
    get(url, priority, [this, priority, parse, soFar, answer = std::move(answer)](const Expected<QJsonDocument> &page) {
        if (!page) {
            answer(page.error());
            return;
        }
        const std::vector<Row> rows = parse(*page);
        soFar->insert(soFar->end(), rows.begin(), rows.end());
        const QUrl next((*page)[u"next_url"].toString());
        // The key goes along only to the origin it belongs to.
        const bool sameOrigin =
            next.scheme() == m_base.scheme() && next.host() == m_base.host() && next.port() == m_base.port();
        if (next.isValid() && !next.isEmpty() && sameOrigin && !rows.empty())
            nextPage(next, priority, parse, soFar, answer);
        else
            answer(*soFar);
    });
}

void RestClient::groupedDay(QDate date, std::function<void(const Expected<std::vector<DayOfSymbol>> &)> answer)
{
    assertThreadOf(this);
    QUrl url = m_base;
    url.setPath(QStringLiteral("/v2/aggs/grouped/locale/us/market/stocks/") + date.toString(Qt::ISODate));
    url.setQuery(QStringLiteral("adjusted=false"));
    get(url, Priority::Background, [date, answer = std::move(answer)](const Expected<QJsonDocument> &page) {
        answer(page ? parseGroupedDay(*page, date) : Expected<std::vector<DayOfSymbol>>(page.error()));
    });
}

void RestClient::serverTime(std::function<void(const Expected<Timestamp> &)> answer)
{
    assertThreadOf(this);
    QUrl url = m_base;
    url.setPath(QStringLiteral("/v1/marketstatus/now"));
    get(url, Priority::Visible, [answer = std::move(answer)](const Expected<QJsonDocument> &page) {
        answer(page ? parseServerTime(*page) : Expected<Timestamp>(page.error()));
    });
}

std::vector<StockSplit> RestClient::parseSplits(const QJsonDocument &page)
{
    std::vector<StockSplit> splits;
    for (const auto &value : page[u"results"].toArray()) {
        const QJsonObject row = value.toObject();
        const StockSplit split{row[u"ticker"].toString(),
                               QDate::fromString(row[u"execution_date"].toString(), Qt::ISODate),
                               row[u"split_from"].toDouble(), row[u"split_to"].toDouble()};
        if (isSymbol(split.symbol.toStdString()) && split.date.isValid() && split.from > 0 && split.to > 0)
            splits.push_back(split);
    }
    return splits;
}

Expected<Timestamp> RestClient::parseServerTime(const QJsonDocument &page)
{
    const QDateTime time = QDateTime::fromString(page[u"serverTime"].toString(), Qt::ISODate);
    if (!time.isValid())
        return Error{ErrorCode::BadInput, QStringLiteral("marketstatus without serverTime")};
    return Timestamp{time.toMSecsSinceEpoch()};
}

std::vector<Bar> RestClient::parseBars(const QJsonDocument &page)
{
    std::vector<Bar> bars;
    for (const auto &value : page[u"results"].toArray()) {
        const Bar bar = barFrom(value.toObject());
        if (isPlausible(bar))
            bars.push_back(bar);
    }
    return bars;
}

std::vector<DayOfSymbol> RestClient::parseGroupedDay(const QJsonDocument &page, QDate date)
{
    std::vector<DayOfSymbol> days;
    const Timestamp start = newyork::toUtc(date, QTime(0, 0));
    for (const auto &value : page[u"results"].toArray()) {
        const QJsonObject row = value.toObject();
        DayOfSymbol day{row[u"T"].toString(), barFrom(row)}; // "t" is the day's end here
        day.bar.start = start;
        if (isSymbol(day.symbol.toStdString()) && isPlausible(day.bar))
            days.push_back(std::move(day));
    }
    return days;
}

void RestClient::get(const QUrl &url, Priority priority, JsonAnswer answer)
{
    auto request = std::make_shared<Request>(Request{url, 0, std::move(answer)});
    if (priority == Priority::Visible)
        m_waiting.push_front(std::move(request));
    else
        m_waiting.push_back(std::move(request));
    sendNext();
}

bool RestClient::takeToken()
{
    if (m_perMinute == 0)
        return true;
    const double earned = static_cast<double>(m_tokenClock.restart()) * m_perMinute / 60'000.0;
    m_tokens = std::min<double>(m_perMinute, m_tokens + earned);
    if (m_tokens < 1) {
        pauseFor(static_cast<int>(std::ceil((1 - m_tokens) * 60'000.0 / m_perMinute)));
        return false;
    }
    m_tokens -= 1;
    return true;
}

void RestClient::pauseFor(int milliseconds)
{
    if (!m_pause.isActive() || m_pause.remainingTime() < milliseconds)
        m_pause.start(milliseconds);
}

void RestClient::sendNext()
{
    while (!m_waiting.empty() && m_inFlight < MaxInFlight && !m_pause.isActive() && takeToken()) {
        const auto request = m_waiting.front();
        m_waiting.pop_front();
        QNetworkRequest http(request->url);
        if (request->url.scheme() == u"https")
            http.setSslConfiguration(m_tls);
        http.setRawHeader("Authorization", "Bearer " + m_key.toUtf8());
        http.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        ++m_inFlight;
        QNetworkReply *reply = m_network.get(http);
        connect(reply, &QNetworkReply::finished, this, [this, reply, request] {
            --m_inFlight;
            reply->deleteLater();
            finish(reply, request);
            sendNext();
        });
    }
}

void RestClient::finish(QNetworkReply *reply, const std::shared_ptr<Request> &request)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->readAll();
    if (status >= 200 && status < 300 && reply->error() == QNetworkReply::NoError) {
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
        if (problem.error == QJsonParseError::NoError)
            request->answer(document);
        else
            request->answer(
                Error{ErrorCode::BadInput, QStringLiteral("REST answer is not JSON: ") + problem.errorString()});
        return;
    }
    const Error error = errorFrom(status, body, reply->errorString());
    bool hasRetryAfter = false;
    int retryAfter = reply->rawHeader("Retry-After").toInt(&hasRetryAfter);
    if (status == 429) {
        if (error.detail.contains(u"per minute") && !hasRetryAfter &&
            (m_perMinute == 0 || m_perMinute > SlowestPerMinute)) {
            m_perMinute = SlowestPerMinute;
            m_tokens = 0;
            qCWarning(lcRest) << "the plan limits requests per minute; slowing down to" << SlowestPerMinute;
        }
        retryAfter = hasRetryAfter ? retryAfter : PauseAfter429Seconds;
        pauseFor(retryAfter * 1'000);
        m_waiting.push_front(request); // a 429 is not the request's fault and costs it no attempt
        return;
    }
    if (status >= 500 || status < 300) // server trouble, no answer, or an answer that broke off
        retryOrFail(request, hasRetryAfter ? retryAfter : 1 << std::min(request->attempt, 4), error);
    else
        retryOrFail(request, -1, error);
}

/// @param retryAfterSeconds below 0: trying again is pointless
void RestClient::retryOrFail(const std::shared_ptr<Request> &request, int retryAfterSeconds, const Error &error)
{
    if (retryAfterSeconds < 0 || ++request->attempt >= MaxAttempts) {
        ++m_failures;
        qCWarning(lcRest).noquote() << request->url.path() << error.detail;
        request->answer(error);
        return;
    }
    QTimer::singleShot(retryAfterSeconds * 1'000, this, [this, request] {
        m_waiting.push_front(request);
        sendNext();
    });
}

} // namespace tickstock::massive
