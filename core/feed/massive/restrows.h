// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/market/plausible.h"
#include "core/market/stocksplit.h"

#include <QDate>
#include <QJsonArray>

#include <map>
#include <set>

/// The rows of REST answers: what can be used of them, and why the rest cannot. Gathered page by page. Values.
namespace tickstock::massive {

/// One symbol's bar of a day.
struct DayOfSymbol
{
    QString symbol;
    Bar bar;
};

/// What bars that were asked for have to keep to. One that has begun before @p from may still last into it.
BarLimits limitsOf(Timespan timespan, Timestamp from, Timestamp to);

/// How many rows were left out, by reason.
class RowsLeftOut
{
public:
    void add(Flaw flaw) { ++m_counts[static_cast<std::size_t>(flaw)]; }
    /// In English, "2 because its time is impossible"; empty: none.
    QString text() const;

private:
    FlawCounts m_counts{};
};

/// Rows of one symbol's bars. Of two with the same start, the last one counts.
class BarRows
{
public:
    explicit BarRows(const BarLimits &limits)
        : m_limits(limits)
    {
    }
    void take(const QJsonArray &rows);
    FetchedBars bars() const;
    const RowsLeftOut &leftOut() const { return m_leftOut; }

private:
    const BarLimits m_limits;
    std::map<Timestamp, Bar> m_bars;
    std::set<Timestamp> m_refused;
    int m_unreadable = 0;
    RowsLeftOut m_leftOut;
};

/// Rows of one exchange date, of every symbol; the bars begin at New York's midnight, as those of one symbol do.
class DayRows
{
public:
    explicit DayRows(QDate date)
        : m_date(date)
    {
    }
    void take(const QJsonArray &rows);
    const std::vector<DayOfSymbol> &days() const { return m_days; }
    const RowsLeftOut &leftOut() const { return m_leftOut; }

private:
    const QDate m_date;
    std::vector<DayOfSymbol> m_days;
    RowsLeftOut m_leftOut;
};

/// Rows of splits within a window of execution dates.
class SplitRows
{
public:
    SplitRows(QDate from, QDate to)
        : m_list{from, to, {}, {}, true}
    {
    }
    void take(const QJsonArray &rows);
    /// Of entries that are the same one counts; of entries of one symbol and date that contradict each other, none.
    SplitList list() const;
    /// "AAPL on 2025-03-07", of which the entries contradict each other.
    QStringList contradictions() const;

private:
    std::map<std::pair<QString, QDate>, std::vector<StockSplit>> byDay() const;

    SplitList m_list; // with every entry as it came
};

} // namespace tickstock::massive
