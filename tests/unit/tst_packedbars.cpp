// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/barview.h"
#include "tests/support/test.h"

#include <array>
#include <bit>
#include <climits>
#include <cmath>
#include <limits>
#include <random>

using namespace tickstock;

namespace {

constexpr Timestamp Open{1'741'613'400'000}; // 2025-03-10 09:30 New York

bool haveSameBits(double value, double other)
{
    return std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(other);
}

bool isSame(const Bar &bar, const Bar &other)
{
    return bar.start == other.start && haveSameBits(bar.open, other.open) && haveSameBits(bar.high, other.high) &&
           haveSameBits(bar.low, other.low) && haveSameBits(bar.close, other.close) &&
           haveSameBits(bar.volume, other.volume) && haveSameBits(bar.vwap, other.vwap) &&
           bar.tradeCount == other.tradeCount && bar.source == other.source && bar.revision == other.revision;
}

bool areSame(const std::vector<Bar> &bars, const std::vector<Bar> &others)
{
    return std::equal(bars.begin(), bars.end(), others.begin(), others.end(), isSame);
}

/// A minute as the vendor sends it: prices with up to four decimals, shares with up to six.
Bar marketBar(std::mt19937 &random, Timestamp start)
{
    const auto units = [&](unsigned most, double in) { return static_cast<double>(random() % most) / in; };
    Bar bar;
    bar.start = start;
    bar.open = units(9'000'000, 10'000);
    bar.close = units(9'000'000, 10'000);
    bar.high = std::max(bar.open, bar.close) + std::round(units(100, 1)) / 100;
    bar.low = std::min(bar.open, bar.close);
    bar.volume = random() % 2 == 0 ? units(900'000'000, 1) : units(4'000'000'000, 1'000'000);
    bar.vwap = random() % 3 == 0 ? NoValue : units(9'000'000, 10'000);
    bar.source = random() % 4 == 0 ? BarSource::Rest : BarSource::Minute;
    bar.tradeCount = bar.source == BarSource::Rest ? static_cast<int>(random() % 50'000) : -1;
    bar.revision = random() % 8 == 0 ? static_cast<int>(random() % 5) : 0;
    return bar;
}

/// Whatever a bar can hold.
Bar anyBar(std::mt19937 &random, Timestamp start)
{
    constexpr std::array odd{0.0,
                             -0.0,
                             1e300,
                             -1e-300,
                             123456789.123456789,
                             99'999'999'999.9999,
                             0.30000000000000004,
                             std::numeric_limits<double>::infinity(),
                             -NoValue,
                             NoValue};
    const auto pick = [&] { return odd[random() % odd.size()]; };
    Bar bar = marketBar(random, start);
    for (double *value : {&bar.open, &bar.high, &bar.low, &bar.close, &bar.volume, &bar.vwap}) {
        if (random() % 4 == 0)
            *value = pick();
    }
    if (random() % 4 == 0)
        bar.revision = random() % 2 == 0 ? INT_MIN : INT_MAX;
    if (random() % 4 == 0)
        bar.tradeCount = random() % 2 == 0 ? INT_MIN : 0;
    bar.source = static_cast<BarSource>(random() % 5);
    return bar;
}

std::vector<Bar> sessionOf(std::mt19937 &random, int minutes)
{
    std::vector<Bar> bars;
    for (int i = 0; i < minutes; ++i)
        bars.push_back(marketBar(random, Open + OneMinute * i));
    return bars;
}

/// The packed bars are @p expected, however they are read.
void compare(const PackedBars &packed, const std::vector<Bar> &expected, std::mt19937 &random)
{
    QCOMPARE(packed.size(), expected.size());
    QCOMPARE(packed.empty(), expected.empty());
    QVERIFY(areSame(packed.copy(), expected));
    if (expected.empty())
        return;
    QVERIFY(isSame(packed.back(), expected.back()));
    QCOMPARE(packed.firstStart(), expected.front().start);
    const std::size_t index = random() % expected.size(), to = index + random() % (expected.size() - index + 1);
    QVERIFY(isSame(packed.at(index), expected[index]));
    QVERIFY(areSame(packed.copy(index, to), std::vector<Bar>(expected.begin() + static_cast<std::ptrdiff_t>(index),
                                                             expected.begin() + static_cast<std::ptrdiff_t>(to))));
    BarUnpacker unpacker(packed);
    const BarView view(unpacker);
    QCOMPARE(view.size(), expected.size());
    QVERIFY(isSame(view[index], expected[index]));
    QVERIFY(isSame(view.before(index), expected[expected.size() - 1 - index]));
    QVERIFY(isSame(view.first(index + 1).back(), expected[index]));
    for (const Milliseconds off : {Milliseconds(-1), Milliseconds(0), Milliseconds(1)}) {
        const Timestamp start = expected[index].start + off;
        QCOMPARE(packed.lowerBound(start),
                 static_cast<std::size_t>(lowerBoundByStart(expected, start) - expected.begin()));
    }
}

} // namespace

class PackedBarsTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    /// Values, however odd, come out as they were put in, to the bit.
    void losesNothing()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 20; ++round) {
            std::vector<Bar> bars;
            Timestamp start = Open;
            for (int i = 0; i < 200; ++i) {
                bars.push_back(round % 2 == 0 ? anyBar(random, start) : marketBar(random, start));
                start = start + Milliseconds(random() % 2 == 0 ? 60'000 : 1 + random() % 100'000'000);
            }
            CHECKED(compare(PackedBars(bars), bars, random));
        }
    }

    /// Bars are added, come late and are corrected, as in a vector.
    void changesLikeAVector()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 20; ++round) {
            PackedBars packed;
            std::vector<Bar> bars;
            for (int step = 0; step < 300; ++step) {
                const Bar bar = anyBar(random, Open + OneMinute * static_cast<int>(random() % 400));
                const Bar next =
                    random() % 3 == 0 || bars.empty() ? bar : anyBar(random, bars.back().start + OneMinute);
                const auto place = lowerBoundByStart(bars, next.start);
                const auto index = static_cast<std::size_t>(place - bars.begin());
                QCOMPARE(packed.lowerBound(next.start), index);
                if (place != bars.end() && place->start == next.start) {
                    *place = next;
                    packed.replace(index, next);
                } else {
                    bars.insert(place, next);
                    packed.insert(index, next);
                }
                if (step % 10 == 0)
                    CHECKED(compare(packed, bars, random));
            }
            CHECKED(compare(packed, bars, random));
        }
    }

    void noBars()
    {
        std::mt19937 random(3);
        const PackedBars packed;
        CHECKED(compare(packed, {}, random));
        QCOMPARE(packed.lowerBound(Open), 0u);
        QVERIFY(packed.copy(0, 0).empty());
    }

    /// What was looked at stays where it is while other blocks are unpacked.
    void referencesStay()
    {
        std::mt19937 random(4);
        const std::vector<Bar> bars = sessionOf(random, 390);
        const PackedBars packed(bars);
        BarUnpacker unpacker(packed);
        const BarView view(unpacker);
        const Bar &first = view[0], &hundredth = view[100];
        for (std::size_t i = 0; i < view.size(); ++i)
            QVERIFY(isSame(view[i], bars[i]));
        QVERIFY(isSame(first, bars[0]));
        QVERIFY(isSame(hundredth, bars[100]));
        QCOMPARE(&view[0], &first);
    }

    /// Other bars behind the packed ones: a running bar, or none yet.
    void otherTail()
    {
        std::mt19937 random(5);
        std::vector<Bar> bars = sessionOf(random, 100);
        const PackedBars packed(bars);
        BarUnpacker unpacker(packed);
        std::vector<Bar> tail(packed.tail().begin(), packed.tail().end());
        tail.push_back(marketBar(random, bars.back().start + OneMinute));
        const BarView view(unpacker, tail);
        QCOMPARE(view.size(), 101u);
        QVERIFY(isSame(view.back(), tail.back()));
        QVERIFY(isSame(view[50], bars[50]));
    }

    /// A session of minutes whose prices move as prices do takes less than a third of the memory; grown one by one,
    /// too.
    void takesLittle()
    {
        std::mt19937 random(6);
        PackedBars packed;
        double price = 100;
        for (int i = 0; i < 390; ++i) {
            Bar bar;
            bar.start = Open + OneMinute * i;
            bar.open = price;
            price = std::round(price * 100 + static_cast<double>(random() % 21) - 10) / 100;
            bar.close = price;
            bar.high = std::round(std::max(bar.open, bar.close) * 100 + static_cast<double>(random() % 5)) / 100;
            bar.low = std::round(std::min(bar.open, bar.close) * 100 - static_cast<double>(random() % 5)) / 100;
            bar.volume = 1'000 + static_cast<double>(random() % 5'000);
            bar.vwap = std::round((bar.high + bar.low) * 5'000) / 10'000;
            packed.push(bar);
        }
        QCOMPARE(packed.size(), 390u);
        QVERIFY2(packed.memory() * 3 < 390 * sizeof(Bar), qPrintable(QString::number(packed.memory())));
    }
};

QTEST_GUILESS_MAIN(PackedBarsTest)
#include "tst_packedbars.moc"
