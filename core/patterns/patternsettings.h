// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/candlesticks/candlesticks.h"
#include "core/patterns/price/pricepatterns.h"
#include "core/types/expected.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <vector>

namespace tickstock {

/// Which patterns are looked for, where, and with which numbers. A pattern is known by its name, "Hammer" or
/// "OpeningRangeBreakout". A value.
class PatternSettings
{
public:
    /// Some twelve telling candlesticks and all price patterns, each where it says something.
    PatternSettings();

    /// The same numbers, with every pattern switched on wherever it makes sense.
    PatternSettings everywhere() const;

    bool isOn(std::string_view pattern, Timeframe timeframe) const;
    /// Nothing changes for a pattern that makes no sense there.
    void setOn(std::string_view pattern, Timeframe timeframe, bool isOn);
    /// Of a pattern in one time frame. Parameters that do not exist are nothing.
    std::optional<double> parameter(std::string_view pattern, Timeframe timeframe, std::string_view name) const;
    /// False, and nothing changes, when there is no such parameter or the value is out of its bounds.
    bool setParameter(std::string_view pattern, Timeframe timeframe, std::string_view name, double value);
    const CandleSettings &candles() const { return m_candles; }
    void setCandles(const CandleSettings &candles) { m_candles = candles; }

    ParameterValues values(const PricePatternType &type, Timeframe timeframe) const;
    double penetration(const CandlestickPattern &pattern, Timeframe timeframe) const;

    /// Only what differs from the defaults.
    QByteArray toJson() const;
    /// What is unknown or out of bounds is left out and named in @p problems.
    static Expected<PatternSettings> fromJson(const QByteArray &json, QStringList *problems = nullptr);
    bool operator==(const PatternSettings &) const = default;

private:
    using Place = std::pair<std::string, Timeframe>;

    std::map<Place, bool> m_isOn;                                 // where it differs from the default
    std::map<std::pair<Place, std::string>, double> m_parameters; // likewise
    CandleSettings m_candles;
};

/// One parameter of candlesticks that have it: how deep a close must reach into a body.
inline constexpr std::array PenetrationParameter{Parameter{"penetration", 0.3, 0, 1, "of the body"}};

/// All patterns in one list: candlesticks by their name, price patterns by theirs.
struct PatternKind
{
    std::string_view name;
    std::string_view shortName;   ///< of the bearish one
    std::string_view furtherName; ///< of what may follow; empty: nothing
    std::string_view taLibName;   ///< empty: no candlestick
    std::span<const Parameter> parameters;
    Timeframes timeframes{};
    Timeframes onByDefault{};
};
const std::vector<PatternKind> &patternKinds();
/// By any of its names; null when there is none.
const PatternKind *patternKind(std::string_view name);
/// The same name, to be kept; empty when there is no such pattern.
std::string_view patternName(std::string_view name);

} // namespace tickstock
