// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/durations.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

namespace tickstock::massive {

/// A time as HTTP writes it, "Sun, 06 Nov 1994 08:49:37 GMT"; not valid for anything else.
QDateTime httpDate(const QByteArray &text);

/// Seconds that a Retry-After header asks for, as a number or as a date of HTTP; below 0 for one that is past. Nothing:
/// it is absent or cannot be read.
/// @param serverNow as the same answer tells it
std::optional<double> retryAfterSeconds(const QByteArray &header, const QDateTime &serverNow);

/// How long requests pause when the server does not want them: as long as it says, within bounds, and longer each time
/// until it answers. Clock-free. A value.
class RestPauses
{
public:
    static constexpr Milliseconds Shortest{1'000};
    static constexpr Milliseconds Longest{5 * 60'000};
    static constexpr Milliseconds WhenNotSaid{15'000};

    /// What the server asks for, but at least @p atLeast.
    static Milliseconds bounded(std::optional<double> seconds, Milliseconds atLeast);

    /// A 429 has come; requests pause for this long.
    /// @param seconds asked for; nothing: not said
    Milliseconds afterLimit(std::optional<double> seconds, const QString &words);
    /// The server has answered.
    void noteAnswer();

    bool isLimited() const { return m_refusals > 0; }
    /// In English, for health and log: what the server said, and what we do; empty: it answers.
    const QString &limit() const { return m_limit; }

private:
    int m_refusals = 0; // since the last answer
    QString m_limit;
};

} // namespace tickstock::massive
