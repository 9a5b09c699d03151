// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/symbolsearch.h"
#include "core/simulator/inventedlisting.h"
#include "tests/support/test.h"

#include <algorithm>

using namespace tickstock;
using namespace tickstock::test;

/// What is typed, in the list of symbols.
class SymbolSearchTest final : public Test
{
    Q_OBJECT

private:
    std::shared_ptr<const SymbolListing> m_listing;
    std::unique_ptr<SymbolSearch> m_search;

    static std::shared_ptr<const SymbolListing>
    listing(std::initializer_list<std::pair<const char *, const char *>> all)
    {
        auto made = std::make_shared<SymbolListing>();
        for (const auto &[symbol, name] : all)
            made->symbols.push_back({QString::fromUtf8(symbol), QString::fromUtf8(name), {}, {}});
        return made;
    }
    QString found(const QString &text, std::size_t most = 100) const
    {
        QStringList symbols;
        for (const SymbolHit &hit : m_search->find(text, most))
            symbols.append(m_listing->symbols[hit.index].symbol);
        return symbols.join(u' ');
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_listing = listing({{"A", "Agilent Technologies Inc."},
                             {"AA", "Alcoa Corporation"},
                             {"AAPL", "Apple Inc."},
                             {"APLE", "Apple Hospitality REIT, Inc."},
                             {"BAC", "Bank of America Corporation"},
                             {"BACpB", "Bank of America Preferred B"},
                             {"BRK.A", "Berkshire Hathaway Inc. Class A"},
                             {"BRK.B", "Berkshire Hathaway Inc. Class B"},
                             {"GS", "The Goldman Sachs Group, Inc."},
                             {"MA", "Mastercard Incorporated"},
                             {"MCO", "Moody's Corporation"},
                             {"MSFT", "Microsoft Corporation"},
                             {"NSRGY", "Nestl\u00e9 SA"},
                             {"TMUS", "T-Mobile US, Inc."},
                             {"XX", ""}});
        m_search = std::make_unique<SymbolSearch>(m_listing);
    }

    void theBestComesFirst_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("symbols");
        const auto row = [](const char *text, const char *symbols) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(symbols);
        };
        row("A", "A AA AAPL APLE BRK.A BAC BACpB"); // ticker, tickers that begin so, words, letters
        row("aapl", "AAPL");
        row(" brk.b ", "BRK.B BRK.A"); // Berkshire is a word with b, too
        row("brkb", "BRK.B");
        row("BRK B", "BRK.B BRK.A");
        row("BACpB", "BACpB");
        row("bacpb", "BACpB");
        row("apple", "AAPL APLE");
        row("hosp app", "APLE"); // words in any order
        row("america bank", "BAC BACpB");
        row("moodys", "MCO");
        row("moody's", "MCO");
        row("nestle", "NSRGY");
        row("NESTL\u00c9", "NSRGY");
        row("t mobile", "TMUS");
        row("t-mob", "TMUS");
        row("mobile", "TMUS");
        row("tmobile", "TMUS"); // letters
        row("msft", "MSFT");
        row("mcrsft", "MSFT");
        row("gldmn", "GS");
        row("boac", "BAC BACpB");
        row("sachs", "GS");
        row("gs inc", "GS"); // ticker and name
        row("xx", "XX");
    }
    void theBestComesFirst()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, symbols);
        if (text == u"A") // with so little, only how it begins
            QVERIFY2(found(text).startsWith(QStringLiteral("A AA AAPL APLE")), qPrintable(found(text)));
        else
            QCOMPARE(found(text), symbols);
    }

    void whatFitsNothingFindsNothing_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"   ", "...", "NOTATICKER", "ZZZZ", "qwerty", "aaplx", "apple banana", "elppa",
                                 "\u4e2d\u6587", "\U0001f4c8"})
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("nothing") << QString();
        QTest::newRow("endless") << QString(5'000, u'a');
    }
    void whatFitsNothingFindsNothing()
    {
        QFETCH(const QString, text);
        QCOMPARE(found(text), QString());
    }

    void sayHowItFits()
    {
        const auto first = [this](const char *text) {
            return m_search->find(QString::fromLatin1(text), 1).at(0).match;
        };
        QCOMPARE(first("aapl"), SymbolMatch::Ticker);
        QCOMPARE(first("aap"), SymbolMatch::TickerPrefix);
        QCOMPARE(first("hathaway"), SymbolMatch::NameWords);
        QCOMPARE(first("mcrsft"), SymbolMatch::Letters);
        QCOMPARE(m_search->find(QStringLiteral("a"), 2).size(), 2u);
        QVERIFY(m_search->find(QStringLiteral("a"), 0).empty());
    }

    void aTickerIsKnownOrNot()
    {
        const auto both = listing({{"BACPB", ""}, {"BACpB", ""}});
        const SymbolSearch search(both);
        QVERIFY(search.exactly(QStringLiteral("BACpB")) == 1u);
        QVERIFY(search.exactly(QStringLiteral("bacpb")) == 0u);
        QVERIFY(!search.exactly(QStringLiteral("BAC")));
        QVERIFY(!m_search->exactly(QStringLiteral("brkb"))); // asked about, not guessed
    }

    /// Every symbol of a whole market is found by its ticker, by its name and by a part of it.
    void allAreFound()
    {
        auto market = std::make_shared<SymbolListing>();
        for (int i = 0; i < 2'000; ++i)
            market->symbols.push_back(
                simulator::inventedListing(QStringLiteral("Q%1").arg(i, 3, 36, QLatin1Char('0'))));
        const SymbolSearch search(market);
        for (std::size_t i = 0; i < market->symbols.size(); i += 7) {
            const ListedSymbol &listed = market->symbols[i];
            QCOMPARE(search.find(listed.symbol, 1).at(0).index, i);
            for (const QString &text : {listed.name, listed.name.section(u' ', 0, 1), listed.name.left(4)}) {
                const auto hits = search.find(text, market->symbols.size());
                QVERIFY2(std::any_of(hits.begin(), hits.end(), [i](const SymbolHit &hit) { return hit.index == i; }),
                         qPrintable(text));
            }
        }
    }

    void anEmptyListingHasNothing()
    {
        const SymbolSearch search(std::make_shared<SymbolListing>());
        QVERIFY(search.find(QStringLiteral("A"), 9).empty());
        QVERIFY(!search.exactly(QStringLiteral("A")));
    }
};

QTEST_GUILESS_MAIN(SymbolSearchTest)
#include "tst_symbolsearch.moc"
