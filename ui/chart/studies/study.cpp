// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/studies/study.h"

#include "core/market/newyork.h"
#include "core/types/text.h"
#include "ui/chart/studies/studytypes.h"

#include <QStringList>

namespace tickstock {

std::span<const StudyType> studyTypes()
{
    static const std::array all{simpleAverageStudy(), exponentialAverageStudy(), bollingerStudy(),
                                vwapStudy(),          openingRangeStudy(),       dayBeforeStudy(),
                                volumeStudy(),        relativeStrengthStudy(),   macdStudy(),
                                trueRangeStudy(),     stochasticStudy(),         balanceVolumeStudy()};
    return all;
}

const StudyType *studyType(std::string_view name)
{
    for (const StudyType &type : studyTypes()) {
        if (type.name == name)
            return &type;
    }
    return nullptr;
}

StudyWalk::StudyWalk(const ChartModel &model, std::size_t from)
    : m_model(model)
    , m_index(from)
{
    const auto &days = model.sessions().spans();
    const auto day = std::lower_bound(days.begin(), days.end(), static_cast<int>(from),
                                      [](const SessionSpan &span, int index) { return span.end <= index; });
    m_day = static_cast<std::size_t>(day - days.begin());
}

StudyBar StudyWalk::next()
{
    const auto index = static_cast<int>(m_index);
    StudyBar made{m_model.bars()[m_index++], false, true, 0, 0, nullptr};
    const auto &days = m_model.sessions().spans();
    if (m_day >= days.size())
        return made; // of daily bars
    const SessionSpan &day = days[m_day];
    made.isRegular = index >= day.regularFirst && index < day.regularEnd;
    made.beginsSession = made.isRegular && index == day.regularFirst;
    if (made.isRegular) {
        constexpr int openMinute = 9 * 60 + 30;
        const Bar &first = m_model.series()[day.regularFirst];
        const auto since = (made.bar.start - first.start) / OneMinute;
        made.minute = newyork::minuteOfDay(first.start) - openMinute + static_cast<int>(since);
    }
    if (made.beginsSession) {
        made.dayBefore = m_model.dayBefore(made.bar);
        if (const Bar *known = m_model.minuteFrom(made.bar.start)) // a longer bar may lack its first minutes
            made.knownFrom = made.minute + static_cast<int>((known->start - made.bar.start) / OneMinute);
    }
    if (index + 1 >= day.end)
        ++m_day;
    return made;
}

} // namespace tickstock
