// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/sequencefollower.h"

namespace tickstock {

SequenceFollower::Step SequenceFollower::follow(const QString &origin, std::int64_t number)
{
    const bool isFirstOfAll = m_last.isEmpty();
    std::int64_t &last = m_last[origin]; // 0: of a run that nothing has come of yet
    if (number <= last)
        return Step::Repeated;
    const bool continues = last > 0 && number == last + 1;
    last = number;
    return continues || isFirstOfAll ? Step::Next : Step::AfterHole;
}

} // namespace tickstock
