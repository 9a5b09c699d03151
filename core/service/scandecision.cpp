// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/scandecision.h"

namespace tickstock {

ScanDecision::ScanDecision(PatternSource source, QString origin)
    : m_source(source)
    , m_origin(origin.toUtf8())
{
}

bool ScanDecision::scans(const QElapsedTimer &sinceForeignEvent) const
{
    if (m_source != PatternSource::Auto)
        return m_source == PatternSource::Local;
    const bool isOtherAlive = !m_alive.isEmpty() && m_alive != m_origin;
    const bool hasHeardOther = sinceForeignEvent.isValid() && sinceForeignEvent.elapsed() < ForeignMs;
    return !isOtherAlive && !hasHeardOther;
}

} // namespace tickstock
