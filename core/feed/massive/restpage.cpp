// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restpage.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace tickstock::massive {

namespace {

/// The server's own explanation; empty: it gives none.
QString wordsOf(const QJsonObject &answer)
{
    const QString error = answer[u"error"].toString();
    return error.isEmpty() ? answer[u"message"].toString() : error;
}

bool isGood(const QString &status)
{
    return status.compare(u"OK", Qt::CaseInsensitive) == 0 || status.compare(u"DELAYED", Qt::CaseInsensitive) == 0;
}

/// What a status that is no success means.
Error statusError(const QString &status, const QJsonObject &answer)
{
    const QString words = wordsOf(answer);
    const bool isRefused = status.compare(u"NOT_AUTHORIZED", Qt::CaseInsensitive) == 0 ||
                           status.compare(u"AUTH_ERROR", Qt::CaseInsensitive) == 0;
    return Error{isRefused ? ErrorCode::Refused : ErrorCode::Unreachable,
                 QStringLiteral("REST answers with status %1: %2")
                     .arg(status, words.isEmpty() ? QStringLiteral("without a word") : words)};
}

} // namespace

std::optional<double> numberFrom(const QJsonValue &value)
{
    bool isNumber = value.isDouble();
    const double number = value.isString() ? value.toString().toDouble(&isNumber) : value.toDouble();
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

Expected<RestPage> readPage(const QJsonDocument &answer)
{
    const QJsonObject object = answer.object();
    const QJsonValue status = object[u"status"], results = object[u"results"];
    if (const QString word = status.toVariant().toString(); !word.isEmpty() && !isGood(word))
        return statusError(word, object);
    const auto ofPage = numberFrom(object[u"resultsCount"]);
    const auto ofAll = std::max(numberFrom(object[u"queryCount"]), numberFrom(object[u"count"])); // nothing is least
    const double counted = std::max({0.0, ofPage.value_or(0), ofAll.value_or(0)});
    if (!results.isArray()) {
        if (!results.isNull() && !results.isUndefined())
            return Error{ErrorCode::BadInput, QStringLiteral("REST answers with results that are no list")};
        if (counted > 0)
            return Error{ErrorCode::BadInput,
                         QStringLiteral("REST answers without results, of which it counts %1").arg(counted)};
        if (!ofPage && !ofAll)
            return Error{ErrorCode::BadInput, QStringLiteral("REST answers without results, and does not say that "
                                                             "there are none")};
    }
    RestPage page{results.toArray(), object[u"ticker"].toString(), object[u"next_url"], counted};
    if (static_cast<double>(page.rows.size()) < ofPage.value_or(0))
        return Error{
            ErrorCode::BadInput,
            QStringLiteral("REST answers with %1 results, of which it counts %2").arg(page.rows.size()).arg(*ofPage)};
    return page;
}

Expected<Timestamp> readServerTime(const QJsonDocument &answer)
{
    const QDateTime time = QDateTime::fromString(answer[u"serverTime"].toString(), Qt::ISODate);
    if (!time.isValid())
        return Error{ErrorCode::BadInput, QStringLiteral("marketstatus without serverTime")};
    return Timestamp{time.toMSecsSinceEpoch()};
}

Error errorFrom(int status, const QByteArray &body, const QString &networkError)
{
    const QString said = wordsOf(QJsonDocument::fromJson(body).object());
    const QString words = said.isEmpty() ? networkError : said;
    const ErrorCode code = status == 429                    ? ErrorCode::RateLimited
                           : status == 401 || status == 403 ? ErrorCode::Refused
                           : status == 404                  ? ErrorCode::NotFound
                                                            : ErrorCode::Unreachable;
    return Error{code, status > 0 ? QStringLiteral("REST %1: %2").arg(status).arg(words)
                                  : QStringLiteral("REST: %1").arg(words)};
}

} // namespace tickstock::massive
