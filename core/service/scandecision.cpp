// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/scandecision.h"

#include "core/types/origin.h"

namespace tickstock {

ScanDecision::ScanDecision(PatternSource source, QString origin, bool announces)
    : m_source(source)
    , m_origin(origin.toUtf8())
    , m_announces(announces)
{
}

bool ScanDecision::scans(const QElapsedTimer &sinceForeignEvent) const
{
    if (m_source != PatternSource::Auto)
        return m_source == PatternSource::Local;
    const bool givesWayToUs = m_announces && isOwnKind(QString::fromUtf8(m_alive)) && m_origin <= m_alive;
    const bool isOtherAlive = !m_alive.isEmpty() && m_alive != m_origin && !givesWayToUs;
    const bool hasHeardOther = sinceForeignEvent.isValid() && sinceForeignEvent.elapsed() < ForeignMs;
    return !isOtherAlive && !hasHeardOther;
}

} // namespace tickstock
