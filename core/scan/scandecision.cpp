// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/scandecision.h"

#include <array>

namespace tickstock {

namespace {

/// By rank; an announcement is one of these, a colon, and the origin.
constexpr std::array RankWords{"worker", "service", "desktop"};

} // namespace

ScanDecision::ScanDecision(PatternSource source, ScannerRank rank, const QString &origin)
    : m_source(source)
    , m_rank(rank)
    , m_announcement(QByteArray(RankWords[static_cast<std::size_t>(rank)]) + ':' + origin.toUtf8())
{
}

void ScanDecision::noteAlive(const QByteArray &announcement)
{
    m_alive = announcement;
    m_asking.invalidate();
}

/// Announcements of unknown kinds are ignored: they do not compete, and this program gives way to them.
bool ScanDecision::isBefore(const QByteArray &other) const
{
    const QByteArray word = other.left(other.indexOf(':'));
    for (std::size_t rank = 0; rank < RankWords.size(); ++rank) {
        if (word == RankWords[rank])
            return rank != static_cast<std::size_t>(m_rank) ? rank > static_cast<std::size_t>(m_rank)
                                                            : m_announcement < other;
    }
    return false;
}

bool ScanDecision::scans(const QElapsedTimer &sinceForeignEvent) const
{
    if (m_source != PatternSource::Auto)
        return m_source == PatternSource::Local;
    if (m_asking.isValid() && m_asking.elapsed() < AskingMs)
        return false;
    const QByteArray alive = other();
    return (alive.isEmpty() || isBefore(alive)) && !isForeignRecent(sinceForeignEvent);
}

} // namespace tickstock
