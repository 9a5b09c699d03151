// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/market/stocksplit.h"

#include <QDate>
#include <QJsonArray>

#include <array>
#include <map>
#include <optional>
#include <set>

/// The rows of REST answers: what can be used of them, and why the rest cannot. Gathered page by page. Values.
namespace tickstock::massive {

/// One symbol's bar of a day.
struct DayOfSymbol
{
    QString symbol;
    Bar bar;
};

/// Why a row of a bar cannot be true.
enum class RowFlaw {
    NoTime,    ///< none, or none that this market can have had
    Range,     ///< not of the time asked for
    Alignment, ///< does not begin on a whole minute
    Prices,
    Volume,
    NoSymbol
};

/// What is known of a bar before it comes.
struct RowLimits
{
    Timespan timespan = Timespan::Minute;
    Timestamp from, to; ///< both included; a bar that has begun before may still last into it
};
std::optional<RowFlaw> flawOf(const Bar &bar, const RowLimits &limits);

/// How many rows were left out, by reason.
class RowsLeftOut
{
public:
    void add(RowFlaw flaw) { ++m_counts[static_cast<std::size_t>(flaw)]; }
    /// In English, "2 of an impossible time, 1 off the whole minute"; empty: none.
    QString text() const;

private:
    std::array<int, static_cast<std::size_t>(RowFlaw::NoSymbol) + 1> m_counts{};
};

/// Rows of one symbol's bars. Of two with the same start, the last one counts.
class BarRows
{
public:
    explicit BarRows(const RowLimits &limits)
        : m_limits(limits)
    {
    }
    void take(const QJsonArray &rows);
    FetchedBars bars() const;
    const RowsLeftOut &leftOut() const { return m_leftOut; }

private:
    const RowLimits m_limits;
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
