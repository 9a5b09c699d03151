// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/symbolsearch.h"
#include "core/simulator/inventedlisting.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>

using namespace tickstock;

namespace {

constexpr int Symbols = 12'000;
constexpr std::size_t Shown = 50;
constexpr double BudgetMs = 5;

/// What somebody types, letter by letter, and what fits nothing.
constexpr std::array Questions{"a",
                               "ab",
                               "abc",
                               "m",
                               "ma",
                               "marlow",
                               "marlow bay",
                               "bay marlow",
                               "inc",
                               "energy",
                               "mrlwby",
                               "oakrdgsfw",
                               "goldfields & sons",
                               "NOTATICKER",
                               "qwxz",
                               "qaaa",
                               "zephyr growth",
                               "american depositary shares",
                               "e t f",
                               "thornbury thera"};

std::shared_ptr<const SymbolListing> market()
{
    auto listing = std::make_shared<SymbolListing>();
    for (int i = 0; i < Symbols; ++i) {
        QString symbol = QStringLiteral("Q"); // and three letters, as tickers have
        for (int rest = i, letter = 0; letter < 3; ++letter, rest /= 26)
            symbol += QChar(u'A' + rest % 26);
        listing->symbols.push_back(simulator::inventedListing(symbol));
    }
    return listing;
}

/// One question over the whole market: the slowest of them, by its mean.
void symbolSearch(benchmark::State &state)
{
    const SymbolSearch search(market());
    std::array<double, Questions.size()> ms{};
    std::size_t hits = 0, rounds = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < Questions.size(); ++i) {
            const QString text = QString::fromLatin1(Questions[i]);
            const auto begun = std::chrono::steady_clock::now();
            hits += search.find(text, Shown).size();
            ms[i] += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
        }
        ++rounds;
    }
    const double figure = *std::max_element(ms.begin(), ms.end()) / static_cast<double>(rounds);
    state.SetLabel("ms");
    state.counters["hits"] = static_cast<double>(hits) / static_cast<double>(rounds);
    state.counters["figure"] = figure;
    state.counters["budget"] = BudgetMs;
    state.counters["met"] = figure <= BudgetMs ? 1 : 0;
}
BENCHMARK(symbolSearch)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
