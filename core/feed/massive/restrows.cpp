// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restrows.h"

#include "core/feed/massive/restpage.h"
#include "core/market/newyork.h"
#include "core/market/symbol.h"

#include <algorithm>
#include <climits>
#include <cmath>

namespace tickstock::massive {

namespace {

constexpr double MostOfASplit = 1e9; // old or new shares

/// A whole millisecond in this market's life; else a time that is not valid.
Timestamp timeFrom(const QJsonValue &value)
{
    const double ms = numberFrom(value).value_or(0);
    const bool isWhole = std::abs(ms) < 9e15 && ms == std::floor(ms);
    const Timestamp time{isWhole ? static_cast<std::int64_t>(ms) : 0};
    return isPossible(time) ? time : Timestamp();
}

/// A row is read as it is; flawOf() judges it. What nobody needs is absent if it makes no sense.
Bar barFrom(const QJsonObject &row)
{
    const auto number = [&row](QStringView name) { return numberFrom(row[name]).value_or(NoValue); };
    Bar bar;
    bar.start = timeFrom(row[u"t"]);
    bar.open = number(u"o");
    bar.high = number(u"h");
    bar.low = number(u"l");
    bar.close = number(u"c");
    bar.volume = number(u"v");
    const double vwap = number(u"vw"), trades = number(u"n");
    bar.vwap = cleanVwap(vwap, bar.high, bar.low);
    bar.tradeCount = trades >= 0 && trades <= INT_MAX && trades == std::floor(trades) ? static_cast<int>(trades) : -1;
    bar.source = BarSource::Rest;
    return bar;
}

bool isSameRatio(const StockSplit &a, const StockSplit &b)
{
    return a.from * b.to == b.from * a.to;
}

} // namespace

BarLimits limitsOf(Timespan timespan, Timestamp from, Timestamp to)
{
    const bool isMinute = timespan == Timespan::Minute;
    return {isMinute ? from.floorTo(OneMinute) : newyork::toUtc(newyork::date(from), QTime(0, 0)), to,
            isMinute ? OneMinute : Milliseconds(0)};
}

QString RowsLeftOut::text() const
{
    QStringList parts;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        if (m_counts[i] > 0)
            parts << QStringLiteral("%1 because %2").arg(m_counts[i]).arg(QLatin1String(toText(static_cast<Flaw>(i))));
    }
    return parts.join(QStringLiteral(", "));
}

void BarRows::take(const QJsonArray &rows)
{
    for (const auto &value : rows) {
        const Bar bar = barFrom(value.toObject());
        const auto flaw = flawOf(bar, m_limits);
        if (!flaw) {
            m_bars.insert_or_assign(m_bars.end(), bar.start, bar); // they come in order
            continue;
        }
        m_leftOut.add(*flaw);
        if (*flaw == Flaw::Time || *flaw == Flaw::Range)
            ++m_unreadable;
        else
            m_refused.insert(m_limits.step > Milliseconds(0) ? bar.start.floorTo(m_limits.step) : bar.start);
    }
}

FetchedBars BarRows::bars() const
{
    FetchedBars fetched;
    fetched.bars.reserve(m_bars.size());
    for (const auto &[start, bar] : m_bars)
        fetched.bars.push_back(bar);
    fetched.refused.assign(m_refused.begin(), m_refused.end());
    fetched.unreadable = m_unreadable;
    return fetched;
}

void DayRows::take(const QJsonArray &rows)
{
    const Timestamp start = newyork::toUtc(m_date, QTime(0, 0));
    for (const auto &value : rows) {
        const QJsonObject row = value.toObject();
        DayOfSymbol day{row[u"T"].toString(), barFrom(row)};
        const Timestamp end = day.bar.start; // "t" is the day's end here
        day.bar.start = start;
        const bool isOfTheDay = row[u"t"].isNull() || row[u"t"].isUndefined() || newyork::date(end) == m_date;
        std::optional<Flaw> flaw = isOfTheDay ? flawOf(day.bar) : Flaw::Range;
        if (!isSymbol(day.symbol.toStdString()))
            flaw = Flaw::Symbol;
        if (flaw)
            m_leftOut.add(*flaw);
        else
            m_days.push_back(std::move(day));
    }
}

void SplitRows::take(const QJsonArray &rows)
{
    for (const auto &value : rows) {
        const QJsonObject row = value.toObject();
        const QString symbol = row[u"ticker"].toString(), date = row[u"execution_date"].toString();
        const StockSplit split{symbol, date.size() == 10 ? QDate::fromString(date, Qt::ISODate) : QDate(),
                               numberFrom(row[u"split_from"]).value_or(0), numberFrom(row[u"split_to"]).value_or(0)};
        const auto isShares = [](double shares) { return shares > 0 && shares <= MostOfASplit; };
        if (symbol.isEmpty())
            m_list.isWhole = false;
        else if (!isSymbol(symbol.toStdString()))
            continue; // no symbol of ours can be meant
        else if (!split.date.isValid() || !isShares(split.from) || !isShares(split.to))
            m_list.unclear.append(symbol);
        else if (split.date >= m_list.from && split.date <= m_list.to)
            m_list.splits.push_back(split);
    }
}

std::map<std::pair<QString, QDate>, std::vector<StockSplit>> SplitRows::byDay() const
{
    std::map<std::pair<QString, QDate>, std::vector<StockSplit>> days;
    for (const StockSplit &split : m_list.splits) {
        auto &ofDay = days[{split.symbol, split.date}];
        if (std::none_of(ofDay.begin(), ofDay.end(),
                         [&](const StockSplit &known) { return isSameRatio(known, split); }))
            ofDay.push_back(split);
    }
    return days;
}

SplitList SplitRows::list() const
{
    SplitList list = m_list;
    list.unclear.removeDuplicates();
    list.splits.clear();
    for (const auto &[day, splits] : byDay()) {
        if (splits.size() == 1)
            list.splits.push_back(splits.front());
    }
    return list;
}

QStringList SplitRows::contradictions() const
{
    QStringList names;
    for (const auto &[day, splits] : byDay()) {
        if (splits.size() > 1)
            names << QStringLiteral("%1 on %2").arg(day.first, day.second.toString(Qt::ISODate));
    }
    return names;
}

} // namespace tickstock::massive
