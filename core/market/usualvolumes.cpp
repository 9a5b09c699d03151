// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/usualvolumes.h"

#include "core/market/bar.h"
#include "core/market/newyork.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace tickstock {

namespace {

constexpr int RegularOpenMinute = 9 * 60 + 30;
constexpr int MinutesOfSession = 390;

struct SessionPart
{
    QDate date;
    int first = 0, last = 0; // minutes after the open
    std::span<const MinuteVolume> minutes;
};

int minuteOf(const MinuteVolume &minute)
{
    return newyork::minuteOfDay(minute.start) - RegularOpenMinute;
}

bool isRegular(int minute)
{
    return minute >= 0 && minute < MinutesOfSession;
}

/// Newest first.
std::vector<SessionPart> lastSessions(std::span<const MinuteVolume> minutes)
{
    std::vector<SessionPart> sessions;
    for (std::size_t end = minutes.size(); end > 0 && sessions.size() < UsualVolumes::Sessions;) {
        SessionPart session{newyork::date(minutes[end - 1].start), MinutesOfSession, -1, {}};
        std::size_t begin = end;
        for (; begin > 0 && newyork::date(minutes[begin - 1].start) == session.date; --begin) {
            const int minute = minuteOf(minutes[begin - 1]);
            if (!isRegular(minute))
                continue;
            session.first = std::min(session.first, minute);
            session.last = std::max(session.last, minute);
        }
        session.minutes = minutes.subspan(begin, end - begin);
        end = begin;
        if (session.last >= 0)
            sessions.push_back(session);
    }
    return sessions;
}

} // namespace

UsualVolumes::UsualVolumes(std::span<const MinuteVolume> minutes)
{
    std::array<double, MinutesOfSession> sums{};
    std::array<int, MinutesOfSession> counts{};
    for (const SessionPart &session : lastSessions(minutes)) {
        for (int minute = session.first; minute <= session.last; ++minute)
            ++counts[static_cast<std::size_t>(minute)];
        for (const MinuteVolume &each : session.minutes) {
            if (const int minute = minuteOf(each); isRegular(minute))
                sums[static_cast<std::size_t>(minute)] += each.volume;
        }
    }
    if (*std::max_element(counts.begin(), counts.end()) < FewestSessions)
        return;
    m_means.assign(MinutesOfSession, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < m_means.size(); ++i) {
        if (counts[i] >= FewestSessions)
            m_means[i] = static_cast<float>(sums[i] / counts[i]);
    }
}

std::optional<UsualVolumes> UsualVolumes::fromMeans(std::vector<float> means)
{
    const bool isWhole = means.empty() || means.size() == static_cast<std::size_t>(MinutesOfSession);
    if (!isWhole || std::any_of(means.begin(), means.end(), [](float mean) { return mean < 0 || std::isinf(mean); }))
        return std::nullopt;
    UsualVolumes usual;
    usual.m_means = std::move(means);
    return usual;
}

double UsualVolumes::of(int minute, int length) const
{
    if (minute < 0 || static_cast<std::size_t>(minute + length) > m_means.size())
        return NoValue;
    double sum = 0;
    for (int i = minute; i < minute + length; ++i)
        sum += static_cast<double>(m_means[static_cast<std::size_t>(i)]);
    return sum > 0 ? sum : NoValue; // NaN is not above 0
}

} // namespace tickstock
