// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/serveranswer.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace tickstock {

namespace {

constexpr qsizetype LongestWords = 2'000;
/// A shorter one is no secret, and would be found in the midst of other words.
constexpr qsizetype ShortestKey = 6;

/// "Auth Success" and "auth-success" are "auth_success".
QString normalised(const std::string &status)
{
    QString word = QString::fromStdString(status).simplified().toLower();
    return word.replace(u' ', u'_').replace(u'-', u'_');
}

template<std::size_t N>
bool isOneOf(const QString &word, const std::array<QStringView, N> &words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isSuccess(const QString &word)
{
    static constexpr std::array<QStringView, 7> words{
        u"success", u"auth_success", u"authenticated", u"auth_succeeded", u"authorized", u"auth_ok", u"ok"};
    return isOneOf(word, words);
}

bool isRefusalOfKey(const QString &word)
{
    static constexpr std::array<QStringView, 9> words{u"auth_failed",  u"auth_failure",      u"auth_error",
                                                      u"auth_denied",  u"not_authenticated", u"authentication_failed",
                                                      u"unauthorized", u"not_authorized",    u"forbidden"};
    return isOneOf(word, words);
}

bool isError(const QString &word)
{
    static constexpr std::array<QStringView, 4> words{u"error", u"failed", u"failure", u"denied"};
    return isOneOf(word, words);
}

ServerAnswer meaningOfSuccess(const QString &words, bool isKeyAccepted)
{
    if (!isKeyAccepted) // a greeting that calls itself a success is no answer to the key
        return words.startsWith(u"connected", Qt::CaseInsensitive) ? ServerAnswer::Greeting : ServerAnswer::KeyAccepted;
    if (!pairsIn(words).isEmpty())
        return ServerAnswer::Subscribed;
    const bool isKnown = words.startsWith(u"unsubscribed", Qt::CaseInsensitive) ||
                         words.contains(u"authenticated", Qt::CaseInsensitive) ||
                         words.startsWith(u"connected", Qt::CaseInsensitive);
    return isKnown ? ServerAnswer::Unsubscribed : ServerAnswer::NotUnderstood;
}

} // namespace

ServerAnswer meaningOf(const massive::StatusMessage &status, bool isKeyAccepted)
{
    const QString word = normalised(status.status);
    const QString words = QString::fromStdString(status.message).simplified();
    if (word == u"connected")
        return isKeyAccepted ? ServerAnswer::Unsubscribed : ServerAnswer::Greeting;
    if (isSuccess(word)) {
        const bool isOfKey = isKeyAccepted && word != u"success" && word != u"ok";
        return isOfKey ? ServerAnswer::Unsubscribed : meaningOfSuccess(words, isKeyAccepted);
    }
    if (word == u"max_connections" || namesLimit(words))
        return ServerAnswer::Limit;
    if (word == u"auth_timeout")
        return ServerAnswer::KeyTimeout;
    if (isRefusalOfKey(word))
        return isKeyAccepted && !word.startsWith(u"auth") ? ServerAnswer::Refused : ServerAnswer::KeyRefused;
    if (isError(word))
        return isKeyAccepted ? ServerAnswer::Refused : ServerAnswer::KeyRefused;
    return ServerAnswer::NotUnderstood;
}

bool namesLimit(const QString &words)
{
    static const QRegularExpression limit(
        QStringLiteral(
            R"(max[_ ]connections|maximum number of (websocket )?connections|too many connections|connection limit)"),
        QRegularExpression::CaseInsensitiveOption);
    return limit.match(words).hasMatch();
}

QStringList pairsIn(const QString &words)
{
    static const QRegularExpression prefix(QStringLiteral(R"(^\s*subscribed\b(\s*to\b)?\s*:?)"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression separators(QStringLiteral(R"([\s,;\[\]"]+)")); // a symbol may hold a colon
    const QRegularExpressionMatch match = prefix.match(words);
    QStringList pairs;
    if (!match.hasMatch())
        return pairs;
    for (const QString &part : words.mid(match.capturedEnd()).split(separators, Qt::SkipEmptyParts)) {
        if (part.indexOf(u'.') > 0)
            pairs.append(part);
    }
    return pairs;
}

QString channelOf(TickKind kind)
{
    switch (kind) {
    case TickKind::SecondBar: return QStringLiteral("A");
    case TickKind::MinuteBar: return QStringLiteral("AM");
    case TickKind::Trade: return QStringLiteral("T");
    }
    return {};
}

QString serverWords(const QString &words, const QString &key)
{
    QString shown = words.left(LongestWords);
    if (key.size() >= ShortestKey)
        shown.replace(key, QStringLiteral("(the key)"));
    return shown.simplified();
}

QString serverWords(const massive::StatusMessage &status, const QString &key)
{
    const QString words = QString::fromStdString(status.message);
    return serverWords(words.trimmed().isEmpty() ? QString::fromStdString(status.status) : words, key);
}

} // namespace tickstock
