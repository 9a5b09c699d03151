// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restaddress.h"

#include "core/feed/massive/restpage.h"

#include <QDate>
#include <QUrlQuery>

#include <algorithm>

namespace tickstock::massive {

namespace {

constexpr int PageLimit = 50'000;
constexpr int ReferencePageLimit = 1'000;

QUrl withQuery(QUrl url, std::initializer_list<std::pair<const char *, QString>> items)
{
    QUrlQuery query;
    for (const auto &[name, value] : items)
        query.addQueryItem(QString::fromLatin1(name), value);
    url.setQuery(query);
    return url;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

QString pathAndQuery(const QUrl &url)
{
    return url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment | QUrl::FullyEncoded);
}

Error cannotFollow(const QString &why)
{
    return Error{ErrorCode::BadInput, QStringLiteral("REST has more pages, but %1").arg(why)};
}

} // namespace

QUrl barsUrl(QUrl base, const QString &symbol, Timespan timespan, Timestamp from, Timestamp to)
{
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(symbol));
    const QString unit = timespan == Timespan::Minute ? QStringLiteral("minute") : QStringLiteral("day");
    // All at once: what an encoded symbol has of "%2" is no place to be filled.
    base.setPath(QStringLiteral("/v2/aggs/ticker/%1/range/1/%2/%3/%4")
                     .arg(encoded, unit, QString::number(from.ms), QString::number(to.ms)),
                 QUrl::TolerantMode); // it is encoded already
    return withQuery(base, {{"adjusted", QStringLiteral("false")},
                            {"sort", QStringLiteral("asc")},
                            {"limit", QString::number(PageLimit)}});
}

QUrl splitsUrl(QUrl base, QDate from, QDate to)
{
    base.setPath(QStringLiteral("/v3/reference/splits"));
    return withQuery(base, {{"execution_date.gte", from.toString(Qt::ISODate)},
                            {"execution_date.lte", to.toString(Qt::ISODate)},
                            {"limit", QString::number(ReferencePageLimit)}});
}

QUrl tickersUrl(QUrl base)
{
    base.setPath(QStringLiteral("/v3/reference/tickers"));
    return withQuery(base, {{"market", QStringLiteral("stocks")},
                            {"active", QStringLiteral("true")},
                            {"sort", QStringLiteral("ticker")},
                            {"order", QStringLiteral("asc")},
                            {"limit", QString::number(ReferencePageLimit)}});
}

QUrl groupedDayUrl(QUrl base, QDate date)
{
    base.setPath(QStringLiteral("/v2/aggs/grouped/locale/us/market/stocks/") + date.toString(Qt::ISODate));
    return withQuery(base, {{"adjusted", QStringLiteral("false")}});
}

bool isSameServer(const QUrl &one, const QUrl &other)
{
    return one.scheme() == other.scheme() && one.host() == other.host() && portOf(one) == portOf(other);
}

Expected<QUrl> redirection(const QUrl &asked, const QByteArray &location)
{
    const QUrl target = location.isEmpty() ? QUrl() : asked.resolved(QUrl::fromEncoded(location, QUrl::TolerantMode));
    if (!target.isValid() || target.host().isEmpty())
        return Error{ErrorCode::BadInput, QStringLiteral("REST has moved, and does not say where to")};
    if (!isSameServer(asked, target)) {
        const QString where = target.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment |
                                              QUrl::RemoveUserInfo | QUrl::StripTrailingSlash);
        return Error{ErrorCode::Refused,
                     QStringLiteral("REST has moved to another server, %1, to which the key is not sent; set its "
                                    "address if it is the vendor's")
                         .arg(where)};
    }
    return target;
}

RestPaging::RestPaging(const QUrl &first)
    : m_current(first)
    , m_seen{pathAndQuery(first)}
{
}

Expected<QUrl> RestPaging::address(const QJsonValue &next) const
{
    const QUrl named = next.isString() ? m_current.resolved(QUrl(next.toString())) : QUrl();
    if (!named.isValid() || !named.scheme().startsWith(u"http") || !named.path().startsWith(u'/'))
        return cannotFollow(QStringLiteral("the address of the next one cannot be read"));
    QUrl own = m_current;
    own.setPath(named.path(QUrl::FullyEncoded), QUrl::TolerantMode);
    own.setQuery(named.query(QUrl::FullyEncoded), QUrl::TolerantMode);
    return own;
}

Expected<std::optional<QUrl>> RestPaging::after(const RestPage &page)
{
    m_rows += static_cast<double>(page.rows.size());
    m_counted = std::max(m_counted, page.counted);
    if (page.next.isNull() || page.next.isUndefined() || (page.next.isString() && page.next.toString().isEmpty())) {
        if (m_rows < m_counted)
            return Error{
                ErrorCode::BadInput,
                QStringLiteral("REST ends after %1 results, of which it counts %2").arg(m_rows).arg(m_counted)};
        return std::optional<QUrl>();
    }
    const auto next = address(page.next);
    if (!next)
        return next.error();
    if (m_seen.contains(pathAndQuery(*next)))
        return cannotFollow(QStringLiteral("the next one is one that has come already"));
    if (m_seen.size() >= MaxPages)
        return cannotFollow(QStringLiteral("%1 are taken at most").arg(MaxPages));
    m_seen.insert(pathAndQuery(*next));
    m_current = *next;
    return std::optional(m_current);
}

} // namespace tickstock::massive
