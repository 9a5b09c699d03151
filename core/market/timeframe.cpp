// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/timeframe.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

Milliseconds lengthOf(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::Min1: return OneMinute;
    case Timeframe::Min2: return OneMinute * 2;
    case Timeframe::Min5: return OneMinute * 5;
    case Timeframe::Min15: return OneMinute * 15;
    case Timeframe::Min30: return OneMinute * 30;
    case Timeframe::Daily: return OneMinute * 60 * 24;
    }
    return OneMinute;
}

std::string_view toText(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::Min1: return "1min";
    case Timeframe::Min2: return "2min";
    case Timeframe::Min5: return "5min";
    case Timeframe::Min15: return "15min";
    case Timeframe::Min30: return "30min";
    case Timeframe::Daily: return "daily";
    }
    return "";
}

std::optional<Timeframe> timeframeFromText(std::string_view text)
{
    for (const Timeframe timeframe : IntradayTimeframes) {
        if (text == toText(timeframe))
            return timeframe;
    }
    if (text == toText(Timeframe::Daily))
        return Timeframe::Daily;
    return std::nullopt;
}

Timestamp barStart(Timestamp t, Timeframe timeframe)
{
    if (timeframe == Timeframe::Daily)
        return newyork::toUtc(newyork::date(t), QTime(0, 0));
    return t.floorTo(lengthOf(timeframe));
}

std::vector<Bar> aggregate(const std::vector<Bar> &minutes, Timeframe timeframe)
{
    if (timeframe == Timeframe::Min1)
        return minutes;
    std::vector<Bar> out;
    for (const Bar &minute : minutes) {
        const Timestamp start = barStart(minute.start, timeframe);
        if (!out.empty() && out.back().start == start) {
            const int revision = std::max(out.back().revision, minute.revision);
            out.back().extend(minute);
            out.back().revision = revision;
        } else {
            out.push_back(minute);
            out.back().start = start;
        }
    }
    return out;
}

} // namespace tickstock
