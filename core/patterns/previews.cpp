// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/previews.h"

#include <utility>

namespace tickstock {

template<class Stays>
void Previews::withdrawUnless(Stays stays, std::vector<Finding> &out)
{
    for (auto it = m_reported.begin(); it != m_reported.end();) {
        if (stays(it->first)) {
            ++it;
            continue;
        }
        it->second.state = EventState::Withdrawn;
        it->second.why = Finding::Why::Unconfirmed;
        out.push_back(std::move(it->second));
        it = m_reported.erase(it);
    }
}

void Previews::withdrawUntil(Timestamp bar, std::vector<Finding> &out)
{
    withdrawUnless([bar](const FindingKey &key) { return key.start > bar; }, out);
}

void Previews::withdrawAll(std::vector<Finding> &out)
{
    withdrawUnless([](const FindingKey &) { return false; }, out);
}

void Previews::take(Timestamp bar, Findings found, std::vector<Finding> &out)
{
    withdrawUnless([&found](const FindingKey &key) { return found.contains(key); }, out);
    if (std::exchange(m_bar, bar) != bar) {
        m_foundLast.clear();
        m_reportedOfBar.clear();
    }
    std::set<FindingKey> foundNow;
    for (auto &[key, finding] : found) {
        foundNow.insert(key);
        if (!m_foundLast.contains(key) || !m_reportedOfBar.insert(key).second)
            continue;
        finding.state = EventState::Forming;
        m_reported.insert_or_assign(key, finding);
        out.push_back(std::move(finding));
    }
    m_foundLast = std::move(foundNow);
}

} // namespace tickstock
