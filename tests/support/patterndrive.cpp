// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/patterndrive.h"

#include "tests/support/builders.h"

#include <QStringList>

#include <algorithm>

namespace tickstock::test {

namespace {

constexpr Milliseconds Day = OneDay;
constexpr Milliseconds Night = 10 * OneHour;
constexpr Milliseconds FromMidnightToOpen{(9 * 60 + 30) * 60'000};
constexpr Milliseconds SessionLength{390 * 60'000};
constexpr int OpenMinute = 9 * 60 + 30;

/// A Monday in January: no clock changes soon.
Timestamp midnight()
{
    return at("2011-01-03 00:00");
}

const PricePatternType *typeNamed(std::string_view name)
{
    const auto all = pricePatterns();
    const auto found = std::find_if(all.begin(), all.end(), [name](const auto &type) { return type.name == name; });
    Q_ASSERT(found != all.end());
    return &*found;
}

RuleValues valuesOf(const IndicatorRow &row)
{
    RuleValues values;
    values.atr14 = row.range14.average;
    values.ema9 = row.ema9;
    values.ema20 = row.ema20;
    values.ema50 = row.ema50;
    values.sma50 = row.sma50;
    values.sma200 = row.sma200;
    values.rsi14 = row.rsi14;
    values.bandUpper = row.bands.upper;
    values.bandMiddle = row.bands.middle;
    values.bandLower = row.bands.lower;
    values.vwap = row.vwap.vwap;
    return values;
}

bool beginsSession(const std::vector<Bar> &bars, std::size_t index, Timeframe timeframe)
{
    return timeframe == Timeframe::Daily || index == 0 || bars[index].start - bars[index - 1].start >= Night;
}

} // namespace

Chart::Chart(Timeframe timeframe, double price)
    : m_timeframe(timeframe)
    , m_next(timeframe == Timeframe::Daily ? midnight() : midnight() + FromMidnightToOpen)
    , m_price(price)
{
}

Chart &Chart::reach(double aboveAndBelow)
{
    m_reach = aboveAndBelow;
    return *this;
}

Chart &Chart::volume(double shares)
{
    m_volume = shares;
    return *this;
}

Chart &Chart::vwap(double price)
{
    m_vwap = price;
    return *this;
}

Chart &Chart::to(double price, int bars)
{
    const double from = m_price;
    for (int i = 1; i <= bars; ++i) {
        const double close = i == bars ? price : from + (price - from) * i / bars;
        const double open = std::clamp(m_price, close - m_reach, close + m_reach);
        bar(open, close + m_reach, close - m_reach, close);
    }
    return *this;
}

Chart &Chart::closes(std::initializer_list<double> prices)
{
    for (const double price : prices)
        to(price, 1);
    return *this;
}

Chart &Chart::bar(double open, double high, double low, double close)
{
    const bool isOver = (m_next - midnight()) % Day >= FromMidnightToOpen + SessionLength;
    if (m_timeframe != Timeframe::Daily && isOver)
        nextDay();
    m_bars.push_back(test::bar(m_next, open, high, low, close, m_volume));
    m_bars.back().vwap = m_vwap;
    m_next = m_next + lengthOf(m_timeframe);
    m_price = close;
    return *this;
}

Chart &Chart::nextDay()
{
    const auto days = (m_next - midnight()) / Day + 1;
    m_next = midnight() + days * Day + FromMidnightToOpen;
    return *this;
}

Chart &Chart::skip(int bars)
{
    m_next = m_next + bars * lengthOf(m_timeframe);
    return *this;
}

Chart Chart::upsideDown() const
{
    constexpr double twiceTheMiddle = 200;
    Chart mirrored(*this);
    for (Bar &bar : mirrored.m_bars) {
        bar.open = twiceTheMiddle - bar.open;
        bar.close = twiceTheMiddle - bar.close;
        bar.vwap = twiceTheMiddle - bar.vwap;
        bar.high = twiceTheMiddle - std::exchange(bar.low, twiceTheMiddle - bar.high);
    }
    return mirrored;
}

IndicatorRow Chart::lastRow() const
{
    IndicatorSet indicators;
    IndicatorRow row;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (beginsSession(m_bars, i, m_timeframe))
            indicators.beginSession();
        row = indicators.next(BarView(m_bars).first(i + 1));
    }
    return row;
}

double Sighting::detail(std::string_view name) const
{
    for (const auto &[key, value] : signal.details) {
        if (key == name)
            return value;
    }
    return NoValue;
}

PatternDrive::PatternDrive(std::string_view pattern, Timeframe timeframe)
    : m_type(typeNamed(pattern))
    , m_timeframe(timeframe)
    , m_values(m_type->parameters)
{
    Q_ASSERT(m_type->timeframes.contains(timeframe));
}

PatternDrive &PatternDrive::with(std::string_view parameter, double value)
{
    if (!m_values.set(parameter, value))
        qFatal("no such parameter, or not with this value");
    return *this;
}

PatternDrive &PatternDrive::dayBefore(double high, double low, double close)
{
    m_dayBefore = bar(midnight(), close, high, low, close, 1'000'000);
    return *this;
}

PatternDrive &PatternDrive::dayRange(double range)
{
    m_dayRange = range;
    return *this;
}

PatternDrive &PatternDrive::usualVolume(double volume)
{
    m_usualVolume = volume;
    return *this;
}

PatternDrive &PatternDrive::forming(int minutesGone)
{
    m_minutesGone = minutesGone;
    return *this;
}

std::vector<Sighting> PatternDrive::sightings(const Chart &chart) const
{
    const std::vector<Bar> &bars = chart.bars();
    const bool isDaily = m_timeframe == Timeframe::Daily;
    std::size_t today = bars.size() - 1;
    while (!beginsSession(bars, today, m_timeframe))
        --today;

    IndicatorSet indicators;
    const auto pattern = m_type->make(m_values);
    RecentValues values(pattern->pastValues());
    std::vector<Sighting> seen;
    std::size_t sessionStart = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (beginsSession(bars, i, m_timeframe)) {
            sessionStart = i;
            indicators.beginSession();
            pattern->beginSession();
        }
        values.push(valuesOf(indicators.next(BarView(bars).first(i + 1))));
        BarContext now{BarView(bars).first(i + 1), values};
        now.sessionStart = sessionStart;
        now.shapeStart = isDaily || m_timeframe == Timeframe::Min15 ? 0 : sessionStart;
        now.timeframe = m_timeframe;
        now.isForming = m_minutesGone && i + 1 == bars.size();
        if (!isDaily)
            now.minute = newyork::minuteOfDay(bars[i].start) - OpenMinute;
        else if (now.isForming)
            now.minute = *m_minutesGone;
        if (i >= today && !isDaily) {
            now.dayBefore = m_dayBefore ? &*m_dayBefore : nullptr;
            now.dayRange = m_dayRange;
            now.usualVolume = m_usualVolume;
        }
        std::vector<Signal> found;
        pattern->onBar(now, found);
        for (Signal &signal : found) {
            const std::string_view own = signal.direction == Direction::Short ? m_type->shortName : m_type->name;
            const std::string_view name = signal.pattern.empty() ? own : signal.pattern;
            seen.push_back({i, QString::fromUtf8(name.data(), qsizetype(name.size())), std::move(signal)});
        }
    }
    return seen;
}

QString PatternDrive::told(const Chart &chart) const
{
    QStringList words;
    for (const Sighting &sighting : sightings(chart)) {
        words << QStringLiteral("%1 %2 %3")
                     .arg(QString::number(sighting.bar), sighting.pattern, toText(sighting.signal.direction));
    }
    return words.join(QStringLiteral(", "));
}

Sighting PatternDrive::theOne(const Chart &chart) const
{
    const auto all = sightings(chart);
    return all.size() == 1 ? all.front() : Sighting{};
}

} // namespace tickstock::test
