// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/indicatorset.h"
#include "core/patterns/price/pricepatterns.h"

#include <QString>

/// What it takes to draw bars by hand, and to show them to one price pattern.
namespace tickstock::test {

/// Draws a series close by close. A bar opens at the close before it, and reaches equally far above and below its own:
/// one dollar from end to end, of 1,000 shares, unless said otherwise. As long as a step is not longer than the reach
/// ATR thus stays that one dollar.
class Chart
{
public:
    explicit Chart(Timeframe timeframe, double price = 100);

    /// For the bars that follow.
    Chart &reach(double aboveAndBelow);
    Chart &volume(double shares);
    /// The feed's own VWAP of the bar.
    Chart &vwap(double price);

    /// So many bars in a straight line; the last one closes at @p price.
    Chart &to(double price, int bars);
    /// One bar at each of these.
    Chart &closes(std::initializer_list<double> prices);
    Chart &stay(int bars) { return to(m_price, bars); }
    Chart &bar(double open, double high, double low, double close);
    /// The bars that follow are of the next day. Happens by itself when a session is full.
    Chart &nextDay();
    /// No bars here.
    Chart &skip(int bars);

    /// Prices mirrored at 100.
    Chart upsideDown() const;
    Bar &operator[](std::size_t index) { return m_bars[index]; }
    Bar &last() { return m_bars.back(); }
    std::size_t size() const { return m_bars.size(); }
    const std::vector<Bar> &bars() const { return m_bars; }
    IndicatorRow lastRow() const;

private:
    Timeframe m_timeframe;
    Timestamp m_next;
    double m_price;
    double m_reach = 0.5;
    double m_volume = 1000;
    double m_vwap = NoValue;
    std::vector<Bar> m_bars;
};

/// A signal and the bar that gave it.
struct Sighting
{
    std::size_t bar = 0;
    QString pattern;
    Signal signal;

    /// NoValue when there is no such detail.
    double detail(std::string_view name) const;
};

/// Shows one pattern bar after bar, as SeriesScanner does.
class PatternDrive
{
public:
    PatternDrive(std::string_view pattern, Timeframe timeframe);

    /// A parameter other than out of the box.
    PatternDrive &with(std::string_view parameter, double value);
    /// What is known of the days before, while the last session is shown.
    PatternDrive &dayBefore(double high, double low, double close);
    PatternDrive &dayRange(double range);
    PatternDrive &usualVolume(double volume);
    /// The last bar still runs, so many minutes after the open.
    PatternDrive &forming(int minutesGone);

    std::vector<Sighting> sightings(const Chart &chart) const;
    /// "17 BullFlag long, 40 ...": bars, names, and directions.
    QString told(const Chart &chart) const;
    /// The only one there must be.
    Sighting theOne(const Chart &chart) const;

private:
    const PricePatternType *m_type;
    Timeframe m_timeframe;
    ParameterValues m_values;
    std::optional<Bar> m_dayBefore;
    double m_dayRange = NoValue;
    double m_usualVolume = NoValue;
    std::optional<int> m_minutesGone;
};

} // namespace tickstock::test
