// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barview.h"
#include "core/market/patternevent.h"
#include "core/market/timeframe.h"

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tickstock {

/// A number that a pattern's rule depends on, with its bounds. A value.
struct Parameter
{
    std::string_view name;
    double value = 0; ///< the default
    double least = 0;
    double most = 0;
    std::string_view unit; ///< bars, minutes, percent, ATR, ..., as the screen shows it
};

/// The values of a pattern's parameters. A value.
class ParameterValues
{
public:
    /// The defaults.
    explicit ParameterValues(std::span<const Parameter> parameters);
    /// Returns false, and changes nothing, when there is no such parameter or the value is out of its bounds.
    bool set(std::string_view name, double value);
    /// The parameter must exist.
    double operator[](std::string_view name) const;
    int whole(std::string_view name) const { return static_cast<int>((*this)[name]); }
    bool operator==(const ParameterValues &other) const { return m_values == other.m_values; }

private:
    std::span<const Parameter> m_parameters;
    std::vector<double> m_values;
};

/// The indicator values that the rules use. NoValue, for which every comparison is false, while unknown. A value.
struct RuleValues
{
    double atr14 = NoValue; ///< US dollars
    double ema9 = NoValue, ema20 = NoValue, ema50 = NoValue;
    double sma50 = NoValue, sma200 = NoValue;
    double rsi14 = NoValue;
    double bandUpper = NoValue, bandMiddle = NoValue, bandLower = NoValue; ///< Bollinger, 20 and 2
    double vwap = NoValue;                                                 ///< of the session
};

/// Those of them that rules look far back at. A value.
struct PastValues
{
    double atr14 = NoValue;
    double rsi14 = NoValue;
    double bandMiddle = NoValue;
};

/// The indicator values of the last bars: all of a few, some of as many as the rules look back at, because every symbol
/// has them four times. A value.
class RecentValues
{
public:
    static constexpr std::size_t RowsKept = 3;

    /// @param kept how many past() knows
    explicit RecentValues(std::size_t kept)
        : m_past(kept)
    {
    }

    void push(const RuleValues &values)
    {
        m_rows[m_count % RowsKept] = values;
        if (!m_past.empty())
            m_past[m_count % m_past.size()] = {values.atr14, values.rsi14, values.bandMiddle};
        ++m_count;
    }
    /// 0 is the newest; below RowsKept.
    const RuleValues &row(std::size_t ago) const { return m_rows[(m_count - 1 - ago) % RowsKept]; }
    /// Likewise; below the number that are kept.
    const PastValues &past(std::size_t ago) const
    {
        Q_ASSERT(ago < m_past.size());
        return m_past[(m_count - 1 - ago) % m_past.size()];
    }
    /// In bytes, beside the object itself.
    std::size_t memory() const { return m_past.capacity() * sizeof(PastValues); }

private:
    std::array<RuleValues, RowsKept> m_rows{};
    std::vector<PastValues> m_past;
    std::size_t m_count = 0;
};

/// All that is known when a bar has closed. The bars are those of one symbol and time frame, oldest first, of regular
/// sessions only; the last one is to be judged. A value, valid while the rules judge that bar.
struct BarContext
{
    BarView bars;
    const RecentValues &values;   ///< of the last ones of these bars
    std::size_t sessionStart = 0; ///< index of the session's first bar; of the day itself for daily bars
    std::size_t shapeStart = 0;   ///< a shape may not begin before this index
    Timeframe timeframe = Timeframe::Min1;
    int minute = 0; ///< minutes from the regular open to the bar's start; for a day: how many of it have passed
    const Bar *dayBefore = nullptr; ///< the last regular session before; null: not known. Intraday only
    double dayRange = NoValue;      ///< ATR_14 of days at that session, US dollars
    double usualVolume = NoValue;   ///< at this time of day; for a forming day: from its open until now
    int sessionMinutes = 390;       ///< length of the whole regular session
    bool isForming = false;         ///< the bar still runs: what is found is provisional

    const Bar &bar() const { return bars.back(); }
    const Bar &before(std::size_t ago) const { return bars.before(ago); }
    const RuleValues &row(std::size_t ago = 0) const { return values.row(ago); }
    const PastValues &past(std::size_t ago) const { return values.past(ago); }
    /// @param at an index into bars, not further back than the pattern says
    const PastValues &pastAt(std::size_t at) const { return values.past(index() - at); }
    std::size_t index() const { return bars.size() - 1; }
    std::size_t barsOfSession() const { return bars.size() - sessionStart; }
    double atr() const { return row().atr14; }
    bool isDaily() const { return timeframe == Timeframe::Daily; }
};

/// A pattern that a rule has found on a bar. A value.
struct Signal
{
    Direction direction = Direction::Neutral;
    double trigger = NoValue; ///< the level that was passed, US dollars
    double stop = NoValue;    ///< the price at which the pattern has failed
    double target = NoValue;  ///< the price that the shape projects
    double shape = 0.5;       ///< how well the shape is formed, 0 to 1
    double volumeRatio =
        NoValue; ///< the bar's volume over the usual one; NoValue: the mean of the twenty bars before is used
    std::vector<std::pair<std::string_view, double>> details{}; ///< times as epoch milliseconds
    std::string_view pattern{}; ///< its name, where the type has further ones; empty: the type's name by direction
};

/// Looks for one pattern on each bar of one series, and remembers what its rule needs of earlier bars. It may keep
/// indices into the context's bars: they stay valid as long as the object. One thread.
class PricePattern
{
public:
    virtual ~PricePattern() = default;

    /// A trading day begins: a signal that is given once a session may be given again.
    virtual void beginSession() {}
    virtual void onBar(const BarContext &now, std::vector<Signal> &found) = 0;
    virtual std::unique_ptr<PricePattern> clone() const = 0;
    /// Of how many bars, the one that is judged among them, its rule asks BarContext::past() for values.
    virtual std::size_t pastValues() const { return 0; }
};

/// Implements clone() for a pattern. One thread.
template<class Derived>
class ClonablePattern : public PricePattern
{
public:
    std::unique_ptr<PricePattern> clone() const override
    {
        return std::make_unique<Derived>(static_cast<const Derived &>(*this));
    }
};

/// One direction of a rule. The bearish rule is the bullish one upside down: prices change their sign, and highs and
/// lows change places. A value.
struct Side
{
    double sign = 1; ///< 1 long, -1 short

    double high(const Bar &bar) const { return sign > 0 ? bar.high : -bar.low; }
    double low(const Bar &bar) const { return sign > 0 ? bar.low : -bar.high; }
    double open(const Bar &bar) const { return sign * bar.open; }
    double close(const Bar &bar) const { return sign * bar.close; }
    /// Turns a price as this side sees it into the real price, and the other way round.
    double price(double value) const { return sign * value; }
    Direction direction() const { return sign > 0 ? Direction::Long : Direction::Short; }
    std::size_t index() const { return sign > 0 ? 0 : 1; }
};
inline constexpr std::array BothSides{Side{1}, Side{-1}};

/// Lets a signal fire once a session in each direction. A value.
class OncePerSession
{
public:
    void beginSession() { m_hasFired = {}; }
    bool hasFired(Side side) const { return m_hasFired[side.index()]; }
    void fire(Side side) { m_hasFired[side.index()] = true; }

private:
    std::array<bool, 2> m_hasFired{};
};

/// True at the moment when a condition becomes true, for each direction. A value.
class RisingEdge
{
public:
    bool operator()(Side side, bool isTrue)
    {
        const bool wasTrue = std::exchange(m_before[side.index()], isTrue);
        return isTrue && !wasTrue;
    }

private:
    std::array<bool, 2> m_before{};
};

/// Mean volume of the @p count bars before the current one; NoValue when there are fewer.
double meanVolumeBefore(const BarContext &now, std::size_t count, std::size_t ago = 0);
/// Whether the bar at @p index has a high above those of the @p strength bars before it, and not below those of the
/// @p strength bars after it. From the short side: the same for lows.
/// @param first bars before this index do not count
bool isPivot(const BarContext &now, Side side, std::size_t index, std::size_t strength, std::size_t first);

} // namespace tickstock
