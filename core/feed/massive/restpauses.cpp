// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restpauses.h"

#include "core/types/utc.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace tickstock::massive {

QDateTime httpDate(const QByteArray &text)
{
    const QDateTime read =
        QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    return read.isValid() ? QDateTime(read.date(), read.time(), Utc) : QDateTime();
}

std::optional<double> retryAfterSeconds(const QByteArray &header, const QDateTime &serverNow)
{
    bool isNumber = false;
    const double seconds = header.trimmed().toDouble(&isNumber);
    if (isNumber && !std::isnan(seconds))
        return seconds;
    const QDateTime at = httpDate(header);
    if (!at.isValid())
        return std::nullopt;
    return static_cast<double>(serverNow.msecsTo(at)) / 1'000;
}

Milliseconds RestPauses::bounded(std::optional<double> seconds, Milliseconds atLeast)
{
    const double least = static_cast<double>(std::clamp(atLeast, Shortest, Longest).count());
    const double wanted = seconds && !std::isnan(*seconds) ? *seconds * 1'000 : 0;
    return Milliseconds(static_cast<std::int64_t>(std::clamp(wanted, least, static_cast<double>(Longest.count()))));
}

Milliseconds RestPauses::afterLimit(std::optional<double> seconds, const QString &words)
{
    constexpr int MostDoublings = 9; // longer than Longest
    if (seconds && std::isnan(*seconds))
        seconds.reset();
    const auto grown = Shortest * (1 << std::min(m_refusals++, MostDoublings));
    const Milliseconds pause = bounded(seconds, seconds ? grown : std::max(grown, WhenNotSaid));
    m_limit = QStringLiteral("%1; asked again in %2 s").arg(words).arg(pause.count() / 1'000);
    if (seconds && std::abs(*seconds * 1'000 - static_cast<double>(pause.count())) >= 1'000)
        m_limit += QStringLiteral(", though the server says %1 s").arg(*seconds, 0, 'f', 0);
    return pause;
}

void RestPauses::noteAnswer()
{
    m_refusals = 0;
    m_limit.clear();
}

} // namespace tickstock::massive
