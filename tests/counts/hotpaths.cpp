// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "core/market/barbook.h"
#include "core/patterns/patternscanner.h"
#include "core/service/quoteboard.h"
#include "core/simulator/preparedevents.h"

#include <valgrind/callgrind.h>

#include <iostream>
#include <random>

using namespace tickstock;

/// Walks the hot paths for valgrind, which counts their instructions: `run` divides them by what is printed here, and
/// compares. Nothing depends on time or chance.
namespace {

constexpr Timestamp Open{1'741'613'400'000}; // 2025-03-10 09:30 New York
constexpr std::size_t SymbolCount = 100;
constexpr int Seconds = 180;
constexpr int ScannedSymbols = 10, SeededMinutes = 300, ClosedMinutes = 30;

std::vector<std::string> names()
{
    std::vector<std::string> made;
    for (std::size_t i = 0; i < SymbolCount; ++i)
        made.push_back("SYM" + std::to_string(i));
    return made;
}

/// Counts what @p work does; the dump bears the name, and the line on standard output says by how many to divide.
template<class Work>
void count(const char *name, Work work)
{
    CALLGRIND_ZERO_STATS;
    CALLGRIND_TOGGLE_COLLECT;
    const std::size_t times = work();
    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_DUMP_STATS_AT(name);
    std::cout << name << ' ' << times << '\n';
}

/// A frame holds one second of all symbols.
std::vector<std::string> frames()
{
    const simulator::PreparedEvents events(names());
    simulator::PreparedEvents::Second second(Open);
    std::vector<std::string> made;
    for (int i = 0; i < Seconds; ++i, second.advance()) {
        std::string frame;
        for (std::size_t symbol = 0; symbol < SymbolCount; ++symbol) {
            frame += symbol == 0 ? '[' : ',';
            const std::size_t from = frame.size();
            frame.resize(from + events.size(symbol, second));
            events.write(frame.data() + from, symbol, second);
        }
        made.push_back(frame + ']');
    }
    return made;
}

std::vector<Tick> parseFrames(SymbolTable &symbols)
{
    massive::FrameParser parser(symbols);
    massive::ParsedFrame parsed;
    const std::vector<std::string> all = frames();
    std::vector<Tick> ticks;
    parser.parse(std::string_view(all.front()), parsed); // the symbols become known
    count("parse", [&] {
        std::size_t events = 0;
        for (const std::string &frame : all) {
            parser.parse(std::string_view(frame), parsed);
            events += parsed.ticks.size();
        }
        return events;
    });
    for (const std::string &frame : all) {
        parser.parse(std::string_view(frame), parsed);
        ticks.insert(ticks.end(), parsed.ticks.begin(), parsed.ticks.end());
    }
    return ticks;
}

void buildBars(const std::vector<Tick> &ticks, BarBook &book)
{
    count("bars", [&] {
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const Timestamp now = ticks[i].end + Milliseconds(2'000);
            book.apply(ticks[i], now);
            if ((i + 1) % SymbolCount != 0)
                continue;
            book.advance(now);
            (void)book.takeChanges();
        }
        return ticks.size();
    });
}

void updateQuotes(const BarBook &book)
{
    QuoteBoard board;
    Tick tick;
    Bar dayBefore;
    dayBefore.start = Open - 3 * OneDay; // Friday
    dayBefore.close = 100;
    for (std::uint32_t symbol = 0; symbol < SymbolCount; ++symbol)
        board.setDays({symbol}, std::span(&dayBefore, 1), Open);
    count("quote", [&] {
        constexpr std::size_t Rounds = 20;
        for (std::size_t round = 0; round < Rounds; ++round) {
            for (std::uint32_t symbol = 0; symbol < SymbolCount; ++symbol) {
                tick.symbol = {symbol};
                board.take(tick, {1});
                (void)board.update({symbol}, book);
            }
        }
        return Rounds * SymbolCount;
    });
}

std::vector<Bar> minutesOf(std::uint32_t seed)
{
    std::mt19937 random(seed);
    const auto cents = [&](int most) { return static_cast<double>(random() % static_cast<unsigned>(most)) / 100; };
    std::vector<Bar> minutes;
    double price = 100;
    for (int i = 0; i < SeededMinutes + ClosedMinutes; ++i) {
        Bar bar;
        bar.start = Open + OneMinute * i;
        bar.open = price;
        bar.close = price = std::max(10.0, price + cents(41) - 0.2);
        bar.high = std::max(bar.open, bar.close) + cents(10);
        bar.low = std::min(bar.open, bar.close) - cents(10);
        bar.volume = 100 + static_cast<double>(random() % 9'000);
        bar.source = BarSource::Minute;
        minutes.push_back(bar);
    }
    return minutes;
}

void lookForPatterns(const SymbolTable &symbols)
{
    PatternScanner scanner(symbols, QStringLiteral("counts"), PatternSettings());
    scanner.setOn(true);
    std::vector<PatternEvent> events;
    std::vector<std::vector<Bar>> minutes;
    for (std::uint32_t symbol = 0; symbol < ScannedSymbols; ++symbol) {
        minutes.push_back(minutesOf(symbol));
        const std::vector<Bar> past(minutes.back().begin(), minutes.back().begin() + SeededMinutes);
        scanner.seed({symbol}, {{}, past, {}, {}, {}});
    }
    scanner.evaluate(Open + OneMinute * SeededMinutes, events);
    count("patterns", [&] {
        for (std::size_t i = SeededMinutes; i < minutes[0].size(); ++i) {
            for (std::uint32_t symbol = 0; symbol < ScannedSymbols; ++symbol)
                scanner.apply({{symbol}, minutes[symbol][i], ClosedMinute::Kind::Closed});
            scanner.evaluate(minutes[0][i].start + OneMinute, events);
        }
        return static_cast<std::size_t>(ScannedSymbols) * ClosedMinutes;
    });
}

} // namespace

int main()
{
    SymbolTable symbols;
    for (const std::string &name : names())
        (void)symbols.intern(std::string_view(name));
    BarBook book;
    buildBars(parseFrames(symbols), book);
    updateQuotes(book);
    lookForPatterns(symbols);
    return 0;
}
