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

/// Which patterns are looked for, in which time frames, and with which numbers. A pattern is named "Hammer" or
/// "OpeningRangeBreakout". A value.
class PatternSettings
{
public:
    /// Some dozen well-known candlesticks and all price patterns, each in the time frames that suit it.
    PatternSettings();

    /// The same numbers, with every pattern switched on in every time frame that it is made for.
    PatternSettings everywhere() const;

    bool isOn(std::string_view pattern, Timeframe timeframe) const;
    /// Does nothing for a pattern that is not made for this time frame.
    void setOn(std::string_view pattern, Timeframe timeframe, bool isOn);
    /// The parameter's value in one time frame; nothing if the pattern has no such parameter.
    std::optional<double> parameter(std::string_view pattern, Timeframe timeframe, std::string_view name) const;
    /// Returns false, and changes nothing, when there is no such parameter or the value is out of its bounds.
    bool setParameter(std::string_view pattern, Timeframe timeframe, std::string_view name, double value);
    const CandleSettings &candles() const { return m_candles; }
    void setCandles(const CandleSettings &candles) { m_candles = candles; }

    ParameterValues values(const PricePatternType &type, Timeframe timeframe) const;
    double penetration(const CandlestickPattern &pattern, Timeframe timeframe) const;

    /// Holds only what differs from the defaults.
    QByteArray toJson() const;
    /// Leaves out what is unknown or out of bounds and names it in @p problems.
    static Expected<PatternSettings> fromJson(const QByteArray &json, QStringList *problems = nullptr);
    bool operator==(const PatternSettings &) const = default;

private:
    using Place = std::pair<std::string, Timeframe>;

    std::map<Place, bool> m_isOn;                                 // where it differs from the default
    std::map<std::pair<Place, std::string>, double> m_parameters; // likewise
    CandleSettings m_candles;
};

/// The only parameter of candlesticks, for those whose rule uses it: how deep a close must reach into a body.
inline constexpr std::array PenetrationParameter{Parameter{"penetration", 0.3, 0, 1, "of the body"}};

/// One pattern, candlestick or price pattern, as settings and lists see it. A value.
struct PatternKind
{
    std::string_view name;
    std::string_view shortName;   ///< name of its bearish form
    std::string_view furtherName; ///< name of the event that may follow it (a gap that is filled); empty: none
    std::string_view taLibName;   ///< empty: a price pattern
    std::span<const Parameter> parameters;
    Timeframes timeframes{};
    Timeframes onByDefault{};
};
/// All patterns: the candlesticks first.
const std::vector<PatternKind> &patternKinds();
/// The kind that has @p name among its names; null if there is none.
const PatternKind *patternKind(std::string_view name);
/// @p name as a view that stays valid for the whole run; empty when there is no such pattern.
std::string_view patternName(std::string_view name);

} // namespace tickstock
