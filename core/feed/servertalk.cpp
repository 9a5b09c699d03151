// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/servertalk.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

constexpr qsizetype MostNamed = 20;
constexpr qsizetype KindLength = 200;

/// "A, B, C and 13 more"
QString listed(const QStringList &names)
{
    const QString shown = names.mid(0, MostNamed).join(QStringLiteral(", "));
    return names.size() <= MostNamed ? shown
                                     : QStringLiteral("%1 and %2 more").arg(shown).arg(names.size() - MostNamed);
}

} // namespace

ServerTalk::ServerTalk(QString name, QString key)
    : m_name(std::move(name))
    , m_key(std::move(key))
{
}

void ServerTalk::restart()
{
    m_isKeyAccepted = false;
    m_lastUnknown.clear();
}

ServerAnswer ServerTalk::read(const massive::StatusMessage &status)
{
    const ServerAnswer answer = meaningOf(status, m_isKeyAccepted);
    if (answer == ServerAnswer::NotUnderstood)
        noteUnknown(QStringLiteral("status %1: %2")
                        .arg(serverWords(QString::fromStdString(status.status), m_key),
                             serverWords(QString::fromStdString(status.message), m_key)));
    m_isKeyAccepted = m_isKeyAccepted || answer == ServerAnswer::KeyAccepted;
    return answer;
}

void ServerTalk::noteUseless(const QString &frame)
{
    if (!m_isKeyAccepted)
        noteUnknown(serverWords(frame, m_key));
}

QString ServerTalk::endedBecause(const QString &words) const
{
    const QString shown = serverWords(words, m_key);
    if (m_isKeyAccepted || m_lastUnknown.isEmpty())
        return shown;
    return QStringLiteral("%1; what it did answer is not understood: %2").arg(shown, m_lastUnknown);
}

void ServerTalk::noteUnknown(const QString &answer)
{
    if (!m_isKeyAccepted)
        m_lastUnknown = answer;
    if (!isNew(answer))
        return;
    if (m_isKeyAccepted)
        qCInfo(lcFeed).noquote() << m_name << "the server says:" << answer;
    else
        qCWarning(lcFeed).noquote() << m_name << "an answer to the key that is not understood:" << answer;
}

void ServerTalk::noteRefusal(const QString &words, int unanswered)
{
    m_refusal = words;
    if (isNew(words) || unanswered > 0)
        qCWarning(lcFeed).noquote() << m_name << "the server says:" << words;
}

void ServerTalk::nameRefused(const QStringList &pairs) const
{
    if (!pairs.isEmpty())
        qCWarning(lcFeed).noquote() << m_name << "refused by the server:" << listed(pairs) << "-" << m_refusal;
}

void ServerTalk::nameSilent(const QStringList &symbols)
{
    if (symbols.isEmpty() || std::exchange(m_hasNamedSilent, true))
        return;
    qCInfo(lcFeed).noquote() << m_name << symbols.size()
                             << "symbols are unknown to this feed or have not traded:" << listed(symbols);
}

/// Whether nothing like it was said before. Numbers make no difference.
bool ServerTalk::isNew(const QString &answer)
{
    static const QRegularExpression digits(QStringLiteral("[0-9]+"));
    QString kind = answer.left(KindLength);
    kind.replace(digits, QStringLiteral("#"));
    return m_kinds.size() < MostKinds && m_kinds.insert(kind).second;
}

} // namespace tickstock
