// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/marketmodel.h"

#include "core/market/newyork.h"

#include <algorithm>
#include <cmath>

namespace tickstock::simulator {

namespace {

constexpr int HistoryDays = 300;
/// Days of history have few trades, but enough for bars with a body and wicks.
constexpr double HistoryTradesAMinute = 6;
constexpr double ExtendedHistoryTradesAMinute = 3;
constexpr double DailyVolatility = 0.015;
constexpr double TradeScatter = DailyVolatility / 70; // within a minute, around its path
constexpr double ExtendedHoursActivity = 0.08;
constexpr double ChanceOfATrade = 0.97; // a symbol trades in at least 95 % of minutes, however low the rate
constexpr double LateTradeShare = 1.0 / 4'000;

/// SplitMix64 (public domain, Sebastiano Vigna): any 64-bit state gives an independent stream.
class Random
{
public:
    Random(std::uint64_t a, std::uint64_t b, std::uint64_t c)
        : m_state(mix(a + 0x9e3779b97f4a7c15u * mix(b + 0x9e3779b97f4a7c15u * mix(c))))
    {
    }
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double normal()
    {
        const double u = 1.0 - uniform();
        return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * uniform());
    }
    /// Irwin-Hall approximation: good enough for scatter, and four times cheaper.
    double roughNormal() { return (uniform() + uniform() + uniform() - 1.5) * 2.0; }

private:
    static std::uint64_t mix(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        return mix(m_state);
    }
    std::uint64_t m_state;
};

enum Stream : std::uint64_t { DailyStream = 1'000'000, BridgeStream = 2'000'000 };

/// @param scale how large this symbol's trades usually are
double shares(Random &random, double scale)
{
    const double kind = random.uniform();
    const double amount = random.uniform();
    if (kind < 0.55)
        return 100;
    if (kind < 0.75)
        return 1 + std::floor(amount * 99);
    if (kind < 0.92)
        return 200 + 100 * std::floor(amount * 4 * scale);
    if (kind < 0.95)
        return (1 + std::floor(amount * 80)) / 8; // fractional, exact in binary and in decimal
    return 600 + 100 * std::floor(amount * 30 * scale);
}

double roundedToTick(double price)
{
    return price >= 1 ? std::round(price * 100) / 100 : std::max(0.0001, std::round(price * 10'000) / 10'000);
}

/// How much is traded at this time of day: more at the open and the close than at noon. Averages 1.
double activity(Timestamp minute, const SessionHours &hours)
{
    if (hours.at(minute) != Session::Regular)
        return ExtendedHoursActivity;
    const double span = static_cast<double>((hours.close - hours.open).count());
    const double x = 2.0 * static_cast<double>((minute - hours.open).count()) / span - 1.0;
    return 0.6 + 1.2 * x * x;
}

} // namespace

MarketModel::MarketModel(MarketModelOptions options)
    : m_options(std::move(options))
    , m_paths(m_options.symbols.size())
{
    if (!m_options.liveFrom.isValid())
        m_options.liveFrom = m_options.start;
    QDate date = newyork::date(m_options.start);
    if (!ExchangeCalendar::isTradingDay(date))
        date = ExchangeCalendar::nextTradingDay(date);
    std::vector<QDate> dates{date};
    for (int i = 0; i < HistoryDays; ++i)
        dates.push_back(ExchangeCalendar::previousTradingDay(dates.back()));
    for (auto it = dates.rbegin(); it != dates.rend(); ++it)
        m_days.push_back(*m_calendar.hours(*it));
    m_startDay = m_days.size() - 1;
}

std::optional<std::size_t> MarketModel::dayAt(Timestamp t)
{
    while (t >= m_days.back().postClose)
        m_days.push_back(*m_calendar.hours(ExchangeCalendar::nextTradingDay(m_days.back().date)));
    const auto after = std::upper_bound(m_days.begin(), m_days.end(), t,
                                        [](Timestamp wanted, const SessionHours &day) { return wanted < day.preOpen; });
    if (after == m_days.begin() || t >= std::prev(after)->postClose)
        return std::nullopt;
    return static_cast<std::size_t>(after - m_days.begin()) - 1;
}

double MarketModel::closeOf(std::size_t symbol, std::size_t day)
{
    auto &closes = m_paths[symbol].closes;
    if (closes.empty()) {
        Random random(m_options.seed, symbol, DailyStream - 1);
        closes.push_back(25.0 * std::exp(2.9 * random.uniform())); // 25 to 450 dollars
    }
    while (closes.size() <= day) {
        Random random(m_options.seed, symbol, DailyStream + closes.size());
        closes.push_back(std::max(0.5, closes.back() * std::exp(0.0003 + DailyVolatility * random.normal())));
    }
    return closes[day];
}

const std::vector<float> &MarketModel::pricesOf(std::size_t symbol, std::size_t day)
{
    DayPath &path = m_paths[symbol].paths[day & 1];
    if (path.day == day)
        return path.prices;
    path.day = day;
    const SessionHours &hours = m_days[day];
    const auto minutesUntil = [&](Timestamp t) { return static_cast<std::size_t>((t - hours.preOpen) / OneMinute); };
    Random random(m_options.seed, symbol, BridgeStream + day);
    const double before = closeOf(symbol, day == 0 ? 0 : day - 1);
    const double after = closeOf(symbol, day);
    const double gap = 0.3 * DailyVolatility * random.normal();
    const double atOpen = before * std::exp(gap);
    path.prices.assign(minutesUntil(hours.postClose) + 1, 0.f);

    const auto bridge = [&](std::size_t from, std::size_t to, double start, double end, double volatility) {
        const std::size_t steps = to - from;
        std::vector<double> walk(steps + 1, 0.0);
        const double step = volatility / std::sqrt(static_cast<double>(steps));
        for (std::size_t i = 1; i <= steps; ++i)
            walk[i] = walk[i - 1] + step * random.roughNormal();
        const double drift = std::log(end / start) - walk[steps];
        for (std::size_t i = 0; i <= steps; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(steps);
            path.prices[from + i] = static_cast<float>(start * std::exp(walk[i] + share * drift));
        }
    };
    const std::size_t open = minutesUntil(hours.open), close = minutesUntil(hours.close);
    bridge(0, open, before, atOpen, 0.3 * DailyVolatility);
    bridge(open, close, atOpen, after, DailyVolatility);
    bridge(close, path.prices.size() - 1, after, after * std::exp(0.1 * gap), 0.2 * DailyVolatility);
    return path.prices;
}

void MarketModel::trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out)
{
    out.clear();
    const auto day = dayAt(minute);
    if (!day || (*day == m_startDay && minute + OneMinute <= m_options.liveFrom))
        return;
    const SessionHours &hours = m_days[*day];
    const std::vector<float> &prices = pricesOf(symbol, *day);
    const auto index = static_cast<std::size_t>((minute - hours.preOpen) / OneMinute);
    Random random(m_options.seed, symbol, static_cast<std::uint64_t>(minute.ms / OneMinute.count()));
    const bool isLive = *day >= m_startDay;
    const bool isRegular = hours.at(minute) == Session::Regular;
    const double thin = isRegular ? HistoryTradesAMinute : ExtendedHistoryTradesAMinute;
    const double usual = 60.0 * m_options.tradesPerSecond * activity(minute, hours);
    const double expected = isLive ? usual : thin;
    const double weight = isLive ? 1 : std::max(1.0, usual / thin); // trades of history are fewer, and larger
    const double sizeScale = 0.3 + 4 * Random(m_options.seed, symbol, DailyStream - 2).uniform();
    auto count = static_cast<std::size_t>(expected + random.uniform());
    if (count == 0 && random.uniform() < ChanceOfATrade)
        count = 1;
    out.reserve(count);
    const double from = prices[index], to = prices[index + 1];
    const double scatter = from * TradeScatter;
    for (std::size_t i = 0; i < count; ++i) {
        const double share = (static_cast<double>(i) + random.uniform()) / static_cast<double>(count);
        SimTrade trade;
        trade.time = minute + Milliseconds(static_cast<std::int64_t>(share * 59'999.0));
        trade.price = roundedToTick(from + (to - from) * share + scatter * random.roughNormal());
        trade.size = std::round(shares(random, sizeScale) * weight);
        trade.reported = trade.time;
        if (isLive && random.uniform() < LateTradeShare)
            trade.reported = trade.time + Milliseconds(5'000 + static_cast<std::int64_t>(random.uniform() * 120'000));
        if (trade.time >= m_options.liveFrom || !isLive)
            out.push_back(trade);
    }
}

std::optional<Timestamp> MarketModel::nextMinute(Timestamp from)
{
    const Timestamp minute = from.floorTo(OneMinute) < from ? from.floorTo(OneMinute) + OneMinute : from;
    if (dayAt(minute))
        return minute;
    return m_calendar.nextPreOpen(minute - Milliseconds(1));
}

} // namespace tickstock::simulator
