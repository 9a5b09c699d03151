// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"

#include <QStringList>

namespace tickstock {

/// What a status of the server says.
enum class ServerAnswer {
    Greeting, ///< it waits for the key
    KeyAccepted,
    KeyRefused,
    KeyTimeout,   ///< it did not get the key in time
    Limit,        ///< the account allows no more connections
    Subscribed,   ///< pairsIn() names them
    Unsubscribed, ///< or another thing that needs no reaction
    Refused,      ///< something that was asked for after the key; it does not say what
    NotUnderstood
};

/// A status is judged by what was asked last: before the key has been accepted, success and error in whatever wording
/// are about the key.
ServerAnswer meaningOf(const massive::StatusMessage &status, bool isKeyAccepted);
/// Whether the words are about the account's limit on connections.
bool namesLimit(const QString &words);
/// The pairs in "subscribed to: A.AAPL,AM.AAPL"; empty if the words say something else.
QStringList pairsIn(const QString &words);
/// The channel that brings events of this kind: "A", "AM" or "T".
QString channelOf(TickKind kind);
/// The server's own words, for people: in one line, not longer than a screen, and without the @p key if they repeat it.
QString serverWords(const QString &words, const QString &key);
/// The same, of a whole status: its message, or its word if there is none.
QString serverWords(const massive::StatusMessage &status, const QString &key);

} // namespace tickstock
