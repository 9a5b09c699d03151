// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settingtypes.h"

#include "core/market/symbol.h"
#include "core/net/loopback.h"
#include "core/net/redisurl.h"

#include <QSslCertificate>

#include <algorithm>

namespace tickstock {

QString SettingType::shown(const QString &text) const
{
    if (disclosure == Disclosure::Whole)
        return text;
    if (disclosure == Disclosure::Nothing)
        return QStringLiteral("(secret)");
    const QUrl url(text);
    if (disclosure == Disclosure::Address && !url.host().isEmpty())
        return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    return text.contains(u"://") ? text.section(QStringLiteral("://"), 0, 0) + QStringLiteral("://...")
                                 : QStringLiteral("...");
}

namespace settingtypes {

namespace {

/// Of one of the schemes, and with a host.
Reading<QUrl> readAnyUrl(const QString &text, const QStringList &schemes)
{
    QUrl url(text, QUrl::StrictMode);
    if (url.isValid() && !url.host().isEmpty() && schemes.contains(url.scheme()))
        return url;
    return RefusedText{QStringLiteral("a URL starting with %1://").arg(schemes.join(QStringLiteral(":// or ")))};
}

} // namespace

Reading<bool> readFlag(const QString &text)
{
    if (const auto known = flagFromText(text))
        return *known;
    return RefusedText{QStringLiteral("true or false")};
}

Reading<int> readNumber(const QString &text, int lowest, int highest)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (isNumber && number >= lowest && number <= highest)
        return number;
    return RefusedText{QStringLiteral("a whole number from %1 to %2").arg(lowest).arg(highest), isNumber};
}

Reading<int> readChoice(const QString &text, const QStringList &words)
{
    if (const auto index = words.indexOf(text.toLower()); index >= 0)
        return static_cast<int>(index);
    return RefusedText{QStringLiteral("one of %1").arg(words.join(QStringLiteral(", "))), true};
}

Reading<QStringList> readWords(const QString &text, const QStringList &words)
{
    QStringList given = splitList(text.toUpper());
    given.removeDuplicates();
    const bool areKnown =
        std::all_of(given.begin(), given.end(), [&](const QString &word) { return words.contains(word); });
    if (areKnown && !given.isEmpty())
        return given;
    return RefusedText{QStringLiteral("a list of %1").arg(words.join(QStringLiteral(", ")))};
}

Reading<QStringList> readSymbols(const QString &text)
{
    const QStringList symbols = splitList(text);
    if (std::all_of(symbols.begin(), symbols.end(),
                    [](const QString &symbol) { return isSymbol(symbol.toStdString()); }))
        return symbols;
    return RefusedText{QStringLiteral("a list of symbols like AAPL,BRK.B")};
}

Reading<std::vector<QStringList>> readTiers(const QString &text)
{
    std::vector<QStringList> tiers;
    for (const QString &tier : text.split(u';', Qt::SkipEmptyParts))
        tiers.push_back(splitList(tier));
    return tiers;
}

Reading<QUrl> readUrl(const QString &text, const QString &encrypted, const QString &plain)
{
    auto reading = readAnyUrl(text, {encrypted, plain});
    const auto *url = std::get_if<QUrl>(&reading);
    if (url && url->scheme() == plain && !isLoopbackHost(url->host()))
        return RefusedText{QStringLiteral("%1:// (%2:// would send the key in the clear; it is for this machine only)")
                               .arg(encrypted, plain)};
    return reading;
}

Reading<QUrl> readRedisUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    if (const auto address = redisAddress(url); !address)
        return RefusedText{address.error().detail};
    return url;
}

Reading<QUrl> readDatabaseUrl(const QString &text)
{
    auto reading = readAnyUrl(text, {QStringLiteral("postgresql"), QStringLiteral("postgres")});
    const auto *url = std::get_if<QUrl>(&reading);
    if (url && url->path().size() < 2) // "/database"
        return RefusedText{QStringLiteral("postgresql://user:password@host:port/database")};
    return reading;
}

Reading<ListenAddress> readListenAddress(const QString &text)
{
    if (text == u"off")
        return ListenAddress();
    const qsizetype colon = text.lastIndexOf(u':');
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    const QHostAddress address = host == u"localhost" ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    bool isNumber = false;
    const int port = text.mid(colon + 1).toInt(&isNumber);
    if (colon <= 0 || address.isNull() || !isNumber || port < 0 || port > 65'535)
        return RefusedText{QStringLiteral("address:port like 127.0.0.1:8787, or off")};
    return ListenAddress({address, static_cast<quint16>(port)});
}

std::optional<RefusedText> checkCertificates(const QString &file)
{
    if (QSslCertificate::fromPath(file).isEmpty())
        return RefusedText{QStringLiteral("a readable PEM file")};
    return std::nullopt;
}

} // namespace settingtypes

} // namespace tickstock
