// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/serveranswer.h"

#include <set>

namespace tickstock {

/// What the server of one connection says: understands it by whether it has accepted the key, and writes what people
/// should know into the log, each kind once, since a server may repeat itself for ever. A value.
class ServerTalk
{
public:
    /// @param name of the connection, for the log
    /// @param key is never repeated, whatever the server says
    ServerTalk(QString name, QString key);

    /// A new connection begins.
    void restart();
    bool isKeyAccepted() const { return m_isKeyAccepted; }
    /// What the status says. One that is not understood is logged.
    ServerAnswer read(const massive::StatusMessage &status);
    /// A frame in which nothing could be used. Before the key is accepted it may have been meant as an answer.
    void noteUseless(const QString &frame);
    /// The server's words, for people.
    QString words(const massive::StatusMessage &status) const { return serverWords(status, m_key); }
    /// Why the connection ended: @p words, and the answer to the key that was not understood, if there was one.
    QString endedBecause(const QString &words) const;

    /// The server refused something without saying what. @p unanswered: how many pairs it may be
    void noteRefusal(const QString &words, int unanswered);
    /// It was about these pairs; none: nothing is known yet.
    void nameRefused(const QStringList &pairs) const;
    void nameSilent(const QStringList &symbols);

private:
    static constexpr std::size_t MostKinds = 100;

    bool isNew(const QString &answer);
    void noteUnknown(const QString &answer);

    const QString m_name;
    const QString m_key;
    bool m_isKeyAccepted = false;
    bool m_hasNamedSilent = false;
    QString m_lastUnknown; // on this connection, before the key was accepted
    QString m_refusal;     // the words of the last one
    std::set<QString> m_kinds;
};

} // namespace tickstock
