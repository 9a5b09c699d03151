// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/channels.h"
#include "core/config/settings.h"

#include <QByteArray>
#include <QElapsedTimer>

#include <optional>

namespace tickstock {

/// Programs that can look for patterns, the one that goes first first.
enum class ScannerRank { Worker, Service, Desktop };

/// Whether this program looks for patterns itself, by PATTERN_SOURCE: under auto it does unless another scanner is
/// alive, or a stranger has sent an event within five minutes (wall time). Of several that are alive one goes on: the
/// one with the highest rank, then with the least origin. Lives in the pipeline thread.
class ScanDecision
{
public:
    static constexpr qint64 ForeignMs = (5 * OneMinute).count();
    /// Others that may have announced themselves are waited for this long.
    static constexpr qint64 AskingMs = 3'000;
    /// Scanners set this key to what they are; it vanishes ten seconds after them.
    static QByteArray aliveKey() { return ScannerAliveKey; }

    /// @param origin this program's own
    ScanDecision(PatternSource source, ScannerRank rank, const QString &origin);

    /// What this program sets the key to while it scans.
    QByteArray announcement() const { return m_announcement; }
    /// Other programs can be asked: nothing is decided before the answer is there, or has taken too long.
    void askOthers() { m_asking.start(); }
    /// What the key was last seen to hold; empty: nothing.
    void noteAlive(const QByteArray &announcement);
    /// @param sinceForeignEvent since the last event of a stranger came; not valid: none has
    bool scans(const QElapsedTimer &sinceForeignEvent) const;
    /// Whether that is recent enough to count.
    static bool isForeignRecent(const QElapsedTimer &sinceForeignEvent)
    {
        return sinceForeignEvent.isValid() && sinceForeignEvent.elapsed() < ForeignMs;
    }
    /// The scanner in whose favour this one waits: what the key holds; empty: none is known.
    QByteArray other() const { return m_alive == m_announcement ? QByteArray() : m_alive; }

private:
    bool isBefore(const QByteArray &other) const;

    const PatternSource m_source;
    const ScannerRank m_rank;
    const QByteArray m_announcement;
    QByteArray m_alive;
    QElapsedTimer m_asking;
};

} // namespace tickstock
