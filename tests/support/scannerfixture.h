// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternscanner.h"
#include "tests/support/builders.h"
#include "tests/support/gzcsv.h"

#include <algorithm>
#include <map>

namespace tickstock::test {

using Kind = ClosedMinute::Kind;

inline PatternSettings only(const char *pattern)
{
    PatternSettings settings;
    for (const PatternKind &kind : patternKinds()) {
        for (const Timeframe timeframe : DataBlender::Scanned)
            settings.setOn(kind.name, timeframe, kind.name == pattern);
    }
    return settings;
}

/// SPY of January 2011: what lies at these dates, regular session and the rest.
inline std::vector<Bar> spy(const QDate &from, const QDate &to)
{
    static const auto rows = readCsv(QStringLiteral(TICKSTOCK_TEST_DATA "/SPY-201101.csv.gz"));
    std::vector<Bar> bars;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const QStringList &row = rows[i];
        const auto start = newyork::parseUtc(row[0]);
        const QDate date = newyork::date(*start);
        if (date >= from && date <= to)
            bars.push_back(bar(*start, row[1].toDouble(), row[2].toDouble(), row[3].toDouble(), row[4].toDouble(),
                               row[5].toDouble()));
    }
    return bars;
}

/// What has been said of each event last.
inline std::map<QUuid, EventState> lastStates(const std::vector<PatternEvent> &events)
{
    std::map<QUuid, EventState> last;
    for (const PatternEvent &event : events)
        last[event.id] = event.state;
    return last;
}

inline std::map<QUuid, EventState> confirmed(const std::vector<PatternEvent> &events)
{
    auto last = lastStates(events);
    std::erase_if(last, [](const auto &entry) { return entry.second != EventState::Confirmed; });
    return last;
}

/// A scanner, and what SPY did on a day of January 2011 and the days before.
struct ScannerFixture
{
    SymbolTable m_symbols;
    SymbolId m_symbol = *m_symbols.intern(std::string_view("SPY"));
    const QDate m_day{2011, 1, 12};
    const Timestamp m_open = at("2011-01-12 09:30");
    const Timestamp m_evening = at("2011-01-12 20:00");
    std::vector<Bar> m_history, m_today;

    PatternScanner makeScanner(const PatternSettings &settings = PatternSettings().everywhere()) const
    {
        return PatternScanner(m_symbols, QStringLiteral("test"), settings);
    }
    static int count(const std::vector<PatternEvent> &events, const char *pattern,
                     EventState state = EventState::Confirmed)
    {
        return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const PatternEvent &event) {
            return event.pattern == QLatin1String(pattern) && event.state == state;
        }));
    }
    /// Days, and the minutes of some, as a store has them.
    void giveHistory(PatternScanner &scanner, const std::vector<Bar> &minutes) const
    {
        seedSilently(scanner, minutes, daysOf(minutes));
    }
    /// As if an earlier run had reported all there is in them.
    void seedSilently(PatternScanner &scanner, const std::vector<Bar> &minutes, const std::vector<Bar> &days = {}) const
    {
        scanner.seed(m_symbol, {days, minutes, {}, {}, {}});
        std::vector<PatternEvent> known;
        scanner.evaluate(minutes.back().start + OneMinute, known);
    }
    /// The past as it is stored, judged beforehand in the second way.
    void begin(PatternScanner &scanner, const PatternSeed &past, bool isPrepared) const
    {
        auto scan = std::make_unique<SymbolScan>(QStringLiteral("SPY"), QStringLiteral("test"), scanner.plan());
        scan->begin(past);
        if (isPrepared)
            scan->prepare();
        scanner.take(m_symbol, std::move(scan));
    }
    static std::vector<Bar> daysOf(const std::vector<Bar> &minutes)
    {
        std::vector<Bar> regular;
        std::copy_if(minutes.begin(), minutes.end(), std::back_inserter(regular),
                     [](const Bar &minute) { return ExchangeCalendar().sessionAt(minute.start) == Session::Regular; });
        return aggregate(regular, Timeframe::Daily);
    }
    /// One pass over the final bars.
    std::vector<PatternEvent> batch() const
    {
        PatternScanner scanner = makeScanner();
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today)
            scanner.apply({m_symbol, minute, Kind::Closed});
        scanner.evaluate(m_evening, events);
        return events;
    }

    /// The recording is there, and whole.
    bool hasBars() const { return m_history.size() > 3'000 && m_today.size() > 390; }

    ScannerFixture()
    {
        m_history = spy({2011, 1, 3}, {2011, 1, 11});
        m_today = spy(m_day, m_day);
    }
};

} // namespace tickstock::test
