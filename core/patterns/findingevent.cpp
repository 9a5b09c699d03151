// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/findingevent.h"

#include "core/types/text.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// A pattern that is found later than this after its bar's end has been found late.
constexpr Milliseconds LateAfter = OneMinute;

/// A rank, not a probability: 0.5, plus up to 0.2 for volume, 0.15 for how far beyond its level the price closed, 0.1
/// when the next longer time frame has the same direction, and 0.05 for the shape. @p parts gets these summands.
double confidenceOf(const Finding &finding, int trend, QJsonObject &parts)
{
    const Signal &signal = finding.signal;
    const double ratio = std::isnan(signal.volumeRatio) ? finding.volumeRatio : signal.volumeRatio;
    const double volume = std::isnan(ratio) ? 0 : 0.2 * std::clamp((ratio - 1) / 2, 0.0, 1.0);
    const double sign = finding.direction == Direction::Long ? 1 : (finding.direction == Direction::Short ? -1 : 0);
    const double beyond = sign * (finding.bar.close - signal.trigger) / finding.atr;
    const double clearance = std::isnan(beyond) ? 0 : 0.15 * std::clamp(beyond, 0.0, 1.0);
    const double agreement = sign != 0 && trend == static_cast<int>(sign) ? 0.1 : 0;
    const double shape = 0.05 * (finding.strength != 0 ? std::min(std::abs(finding.strength), 100) / 100.0
                                                       : std::clamp(signal.shape, 0.0, 1.0));
    parts.insert(u"clearance", clearance); // in the order in which they are kept
    parts.insert(u"shape", shape);
    parts.insert(u"trend", agreement);
    parts.insert(u"volume", volume);
    return std::clamp(0.5 + volume + clearance + agreement + shape, 0.0, 1.0);
}

QString reasonOf(const Finding &finding, bool isLate)
{
    switch (finding.why) {
    case Finding::Why::New: return isLate ? QStringLiteral("found late, in stored bars") : QString();
    case Finding::Why::Corrected:
        return finding.bar.revision > 0 ? QStringLiteral("bar corrected, revision %1").arg(finding.bar.revision)
                                        : QStringLiteral("a bar it depends on was corrected or came late");
    case Finding::Why::Restored: return QStringLiteral("restored: corrected once more");
    case Finding::Why::NotFoundAgain:
        return QStringLiteral("not found again in the stored bars, which have changed, or with other settings");
    case Finding::Why::Unconfirmed: return QStringLiteral("not confirmed when the bar went on or ended");
    }
    return {};
}

QJsonObject levelsOf(const Signal &signal)
{
    QJsonObject levels;
    const auto add = [&levels](const char *name, double value) {
        if (!std::isnan(value))
            levels.insert(QLatin1String(name), value);
    };
    add("stop", signal.stop);
    add("target", signal.target);
    add("trigger", signal.trigger);
    return levels;
}

} // namespace

PatternEvent eventOf(const Finding &finding, const FindingPlace &place)
{
    PatternEvent event;
    event.pattern = text(finding.pattern);
    event.symbol = place.symbol;
    event.barStart = finding.bar.start;
    event.timeframe = place.timeframe;
    event.direction = finding.direction;
    event.state = finding.state;
    event.price = finding.bar.close;
    event.origin = place.origin;
    event.id = event.computedId();
    event.isRepeated = finding.why == Finding::Why::Restored;
    QJsonObject parts;
    event.confidence = confidenceOf(finding, place.longTrend, parts);
    event.details.insert(u"confidence_parts", parts);
    if (finding.strength != 0)
        event.details.insert(u"strength", finding.strength);
    if (const QJsonObject levels = levelsOf(finding.signal); !levels.isEmpty())
        event.details.insert(u"levels", levels);
    for (const auto &[name, value] : finding.signal.details)
        event.details.insert(QLatin1String(name.data(), static_cast<qsizetype>(name.size())), value);
    if (finding.state == EventState::Withdrawn)
        event.details[u"was"] =
            toText(finding.why == Finding::Why::Unconfirmed ? EventState::Forming : EventState::Confirmed);
    const bool isLate = place.now.isValid() && place.barEnd + LateAfter < place.now;
    if (const QString reason = reasonOf(finding, isLate); !reason.isEmpty())
        event.details[u"reason"] = reason;
    return event;
}

} // namespace tickstock
