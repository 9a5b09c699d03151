// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

#include <QByteArray>
#include <QElapsedTimer>

namespace tickstock {

/// Whether this program looks for patterns itself, by PATTERN_SOURCE: under auto it does unless another scanner is
/// alive, or has sent an event within five minutes (wall time). One thread.
class ScanDecision
{
public:
    static constexpr qint64 ForeignMs = 5 * 60'000;
    /// Scanners set this key; it vanishes ten seconds after them.
    static QByteArray aliveKey() { return QByteArrayLiteral("tickstock:scanner:alive"); }
    /// What a worker sets it to, whose shards it has by lease: nobody contends with it.
    static QByteArray workerWord(const QString &origin) { return "scan:" + origin.toUtf8(); }

    /// @param origin this program's own
    /// @param announces while it scans it sets the key to its origin; of several such programs the one with the least
    /// origin goes on, or each would fall silent for the other
    ScanDecision(PatternSource source, QString origin, bool announces = false);

    /// What the key was last seen to hold; empty: nothing.
    void noteAlive(const QByteArray &origin) { m_alive = origin; }
    /// So long ago another program's event came.
    bool scans(const QElapsedTimer &sinceForeignEvent) const;

private:
    const PatternSource m_source;
    const QByteArray m_origin;
    const bool m_announces;
    QByteArray m_alive;
};

} // namespace tickstock
