// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/movers.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// Symbols ranked by their day.
class MoversTest final : public Test
{
    Q_OBJECT

private:
    static constexpr SymbolId A{0}, B{1}, C{2};
    const Timestamp m_open = at("2025-03-10 09:30");
    MoverBook m_book;

    static Quote quote(double last, Timestamp time, double dayOpen = NoValue)
    {
        Quote made;
        made.last = last;
        made.lastTime = time;
        made.dayOpen = dayOpen;
        return made;
    }
    static double unknown(SymbolId, int) { return NoValue; }
    std::vector<SymbolId> ranked(MoverList list, Timestamp now, const MoverBook::UsualVolume &usual = unknown) const
    {
        std::vector<SymbolId> symbols;
        for (const Mover &mover : m_book.rank(list, 10, now, usual))
            symbols.push_back(mover.symbol);
        return symbols;
    }
    using Symbols = std::vector<SymbolId>;

private Q_SLOTS:
    void init()
    {
        m_book = {};
        for (const SymbolId symbol : {A, B, C})
            m_book.setCloses(symbol, {{}, 100});
    }

    void gainersAndLosers()
    {
        const Timestamp now = m_open + 10 * OneMinute;
        m_book.takeQuote(A, quote(103, now));
        m_book.takeQuote(B, quote(95, now));
        m_book.takeQuote(C, quote(110, now));
        QCOMPARE(ranked(MoverList::Gainers, now), (Symbols{C, A}));
        QCOMPARE(ranked(MoverList::Losers, now), Symbols{B});
        QCOMPARE(m_book.rank(MoverList::Gainers, 1, now, unknown).size(), 1u);
        QCOMPARE(m_book.rank(MoverList::Gainers, 1, now, unknown)[0].change, 110.0 / 100 - 1);
        m_book.takeQuote(C, quote(99, now));
        QCOMPARE(ranked(MoverList::Gainers, now), Symbols{A});
        QCOMPARE(ranked(MoverList::Losers, now), (Symbols{B, C}));
    }

    void withoutACloseBeforeThereIsNoChange()
    {
        m_book = {};
        m_book.takeQuote(A, quote(103, m_open + OneMinute));
        QCOMPARE(ranked(MoverList::Gainers, m_open + OneMinute), Symbols{});
        m_book.setCloses(A, {{}, 0});
        QCOMPARE(ranked(MoverList::Gainers, m_open + OneMinute), Symbols{});
    }

    void gapsAreOfTheFirstPriceThatTheExchangeTells()
    {
        const Timestamp early = m_open - OneHour;
        m_book.takeQuote(A, quote(104, early, 77)); // a day's open before the open is of another day
        QCOMPARE(m_book.rank(MoverList::Gaps, 10, early, unknown)[0].gap, 104.0 / 100 - 1);
        m_book.takeQuote(A, quote(120, m_open + OneMinute, 103));
        m_book.takeQuote(B, quote(90, m_open + OneMinute, 92));
        m_book.takeQuote(C, quote(90, m_open + OneMinute));
        QCOMPARE(ranked(MoverList::Gaps, m_open + OneMinute), (Symbols{B, A}));
        QCOMPARE(m_book.rank(MoverList::Gaps, 10, m_open + OneMinute, unknown)[0].gap, 92.0 / 100 - 1);
    }

    void volumeIsComparedWithWhatIsUsualByNow()
    {
        for (int i = 0; i < 3; ++i) {
            m_book.addMinute(A, bar(m_open + OneMinute * i, 1, 1, 1, 1, 200));
            m_book.addMinute(B, bar(m_open + OneMinute * i, 1, 1, 1, 1, 900));
        }
        m_book.addMinute(A, bar(m_open - OneMinute, 1, 1, 1, 1, 1e6)); // before the open: nothing to compare with
        const auto usual = [](SymbolId symbol, int minutes) { return symbol == A ? 50.0 * minutes : 450.0 * minutes; };
        const auto first = m_book.rank(MoverList::Volume, 10, m_open + 3 * OneMinute, usual);
        QCOMPARE(first.size(), 2u);
        QCOMPARE(first[0].symbol, A);
        QCOMPARE(first[0].relativeVolume, 4.0);
        QCOMPARE(first[1].relativeVolume, 2.0);
        QCOMPARE(ranked(MoverList::Volume, m_open + 3 * OneMinute), Symbols{});
    }

    void aCorrectionCountsOnce()
    {
        m_book.addMinute(A, bar(m_open, 10, 99, 9, 10, 200));
        m_book.setMinutes(A, {bar(m_open - OneMinute, 1, 500, 1, 1, 7), bar(m_open, 10, 12, 9, 10, 150)});
        const Timestamp now = m_open + 2 * OneMinute;
        const Mover mover = m_book.rank(MoverList::NewHighs, 10, now, unknown)[0];
        QCOMPARE(mover.volume, 150);
        QCOMPARE(mover.high, 12);
        QCOMPARE(mover.low, 9);
    }

    /// The bars already have what is told next: a correction and a minute that closed at the same time.
    void aMinuteCountsOnceHoweverItIsTold()
    {
        const Bar first = bar(m_open, 10, 12, 9, 10, 150), second = bar(m_open + OneMinute, 10, 13, 9, 10, 50);
        m_book.setMinutes(A, {first, second});
        m_book.addMinute(A, second);
        m_book.addMinute(A, first);
        const Mover mover = m_book.rank(MoverList::NewHighs, 10, m_open + 2 * OneMinute, unknown)[0];
        QCOMPARE(mover.volume, 200);
        QCOMPARE(mover.highAt, m_open + OneMinute);
    }

    void highsAreNewForAWhile()
    {
        m_book.addMinute(A, bar(m_open, 10, 12, 9, 10, 1));
        m_book.addMinute(B, bar(m_open + OneMinute, 10, 12, 9, 10, 1));
        m_book.addMinute(A, bar(m_open + OneMinute * 3, 10, 12, 8, 10, 1)); // the same high again is no new one
        QCOMPARE(ranked(MoverList::NewHighs, m_open + 5 * OneMinute), (Symbols{B, A}));
        QCOMPARE(ranked(MoverList::NewHighs, m_open + 6 * OneMinute), Symbols{B});
        QCOMPARE(ranked(MoverList::NewLows, m_open + 6 * OneMinute), (Symbols{A, B}));
        QCOMPARE(ranked(MoverList::NewHighs, m_open + OneHour), Symbols{});
    }

    void aSessionBeginsAnew()
    {
        m_book.takeQuote(A, quote(120, m_open + OneMinute, 103));
        m_book.addMinute(A, bar(m_open, 10, 99, 9, 10, 200));
        const Timestamp next = at("2025-03-11 09:30");
        m_book.takeQuote(B, quote(101, next - OneHour));
        QCOMPARE(m_book.session(), QDate(2025, 3, 11));
        QCOMPARE(ranked(MoverList::Gainers, next), Symbols{B});  // A has not traded yet
        m_book.takeQuote(A, quote(119, m_open + 2 * OneMinute)); // late news of yesterday
        QCOMPARE(ranked(MoverList::Gainers, next), Symbols{B});
        m_book.takeQuote(A, quote(102, next + OneMinute));
        QCOMPARE(ranked(MoverList::Gainers, next + OneMinute), (Symbols{A, B}));
        QCOMPARE(m_book.rank(MoverList::Gainers, 1, next + OneMinute, unknown)[0].volume, 0);
    }
};

QTEST_GUILESS_MAIN(MoversTest)
#include "tst_movers.moc"
