// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/lists/watchlistfile.h"
#include "core/market/symbol.h"
#include "tests/support/test.h"

#include <QSet>

#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// Watchlists as values and as text.
class WatchlistsTest final : public Test
{
    Q_OBJECT

private:
    std::mt19937 m_random{1};

    std::size_t below(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most - 1)(m_random); }
    /// Of characters that text files have trouble with.
    QString anyText(std::size_t longest)
    {
        static const QStringList pieces{QStringLiteral("a"),      QStringLiteral("Z"),
                                        QStringLiteral(","),      QStringLiteral("\""),
                                        QStringLiteral("\r\n"),   QStringLiteral("\n"),
                                        QStringLiteral("###"),    QStringLiteral(" "),
                                        QStringLiteral("{"),      QStringLiteral("\t"),
                                        QStringLiteral("\u00e9"), QStringLiteral("\U0001f4c8"),
                                        QStringLiteral("symbol"), QString(QChar(QChar::ByteOrderMark)),
                                        QString(QChar(u'\0')),    QString(QChar(0xd83d))};
        QString text;
        for (std::size_t i = below(longest + 1); i > 0; --i)
            text += pieces[static_cast<qsizetype>(below(static_cast<std::size_t>(pieces.size())))];
        return text;
    }
    Watchlist anyList(int number)
    {
        Watchlist list;
        list.name = QStringLiteral("%1 %2").arg(number).arg(anyText(6));
        list.columns = below(2) == 0 ? QByteArray() : QByteArrayLiteral("{\"columns\":[\"last\",{\"width\":76}]}");
        for (std::size_t group = below(4); group > 0; --group) {
            WatchGroup &made = list.groups.emplace_back();
            made.name = anyText(3);
            for (std::size_t i = below(6); i > 0; --i)
                made.symbols.push_back({QStringLiteral("S%1").arg(below(40)), anyText(2), anyText(9)});
        }
        return tidied(list);
    }
    std::vector<Watchlist> anyLists()
    {
        std::vector<Watchlist> lists;
        for (std::size_t i = 1 + below(4); i > 0; --i)
            lists.push_back(anyList(static_cast<int>(i)));
        return lists;
    }
    /// Some bytes of it others, or gone, or twice.
    QByteArray broken(QByteArray text)
    {
        for (std::size_t i = 1 + below(8); i > 0 && !text.isEmpty(); --i) {
            const auto at = static_cast<qsizetype>(below(static_cast<std::size_t>(text.size())));
            switch (below(3)) {
            case 0: text[at] = static_cast<char>(below(256)); break;
            case 1: text.remove(at, static_cast<qsizetype>(below(20))); break;
            default: text.insert(at, text.mid(at, static_cast<qsizetype>(below(20))));
            }
        }
        return text;
    }
    static QStringList symbolsOf(const Expected<ImportedWatchlists> &read)
    {
        return read && read->lists.size() == 1 ? tickstock::symbolsOf(read->lists.front()) : QStringList();
    }
    static Expected<ImportedWatchlists> read(const QByteArray &text)
    {
        return watchlistsFromText(text, QStringLiteral("file"));
    }

private Q_SLOTS:
    void whatMayNotBeIsLeftOut()
    {
        Watchlist list;
        list.name = QStringLiteral("  my\nlist ");
        list.columns = "[1]";
        list.groups = {{{}, {{QStringLiteral("AAPL"), {}, QStringLiteral("a\0b")}, {QStringLiteral("A B"), {}, {}}}},
                       {QStringLiteral("Tech"), {{QStringLiteral("AAPL"), {}, {}}, {QStringLiteral("KIMpL"), {}, {}}}},
                       {QStringLiteral("Empty"), {}},
                       {QStringLiteral(" Tech"), {{QStringLiteral("MSFT"), QString(99, u'c'), QString(5'000, u'n')}}},
                       {{}, {}}};
        const Watchlist kept = tidied(list);
        QCOMPARE(kept.name, QStringLiteral("my list"));
        QVERIFY(kept.columns.isEmpty());
        QCOMPARE(tickstock::symbolsOf(kept).join(u' '), QStringLiteral("AAPL KIMpL MSFT"));
        QCOMPARE(kept.groups.size(), 3u);
        QCOMPARE(kept.groups[1].name, QStringLiteral("Tech"));
        QCOMPARE(kept.groups[1].symbols.size(), 2u);
        QCOMPARE(kept.groups[1].symbols[1].note.size(), Watchlist::LongestNote);
        QCOMPARE(kept.groups[1].symbols[1].colour.size(), Watchlist::LongestColour);
        QCOMPARE(kept.groups[2].name, QStringLiteral("Empty"));
        QVERIFY(tidied(kept).saysTheSame(kept));
    }

    void textIsNotCutWithinACharacter()
    {
        Watchlist list;
        list.name = QString(Watchlist::LongestName - 1, u'x') + QStringLiteral("\U0001f4c8");
        QCOMPARE(tidied(list).name, QString(Watchlist::LongestName - 1, u'x'));
    }

    void eachListHasAnIdOfItsOwn()
    {
        const QString one = newWatchlistId();
        QVERIFY(!one.isEmpty() && one != newWatchlistId());
    }

    /// Whatever names and notes are made of.
    void whatIsWrittenIsReadBack()
    {
        for (int round = 0; round < 500; ++round) {
            const std::vector<Watchlist> lists = anyLists();
            for (const QByteArray &text : {watchlistsToCsv(lists), watchlistsToJson(lists)}) {
                const auto again = read(text);
                QVERIFY2(again, text.constData());
                QCOMPARE(again->rejected, 0);
                QCOMPARE(again->lists.size(), lists.size());
                for (std::size_t i = 0; i < lists.size(); ++i) {
                    QVERIFY2(again->lists[i].saysTheSame(lists[i]), text.constData());
                    QCOMPARE(again->lists[i].columns, text.startsWith('{') ? lists[i].columns : QByteArray());
                }
            }
        }
    }

    /// Nothing is taken in that a list may not hold.
    void brokenTextIsReadOrRefused()
    {
        for (int round = 0; round < 3'000; ++round) {
            const std::vector<Watchlist> lists = anyLists();
            const QByteArray text = broken(round % 2 == 0 ? watchlistsToCsv(lists) : watchlistsToJson(lists));
            const auto again = read(text);
            if (!again) {
                QVERIFY(!again.error().detail.isEmpty());
                continue;
            }
            QVERIFY(!again->lists.empty() && again->problems.size() <= ImportedWatchlists::MostProblems);
            for (const Watchlist &list : again->lists) {
                QVERIFY(!list.name.isEmpty() && tidied(list).saysTheSame(list));
                const QStringList symbols = tickstock::symbolsOf(list);
                QCOMPARE(QSet<QString>(symbols.begin(), symbols.end()).size(), symbols.size());
                for (const QString &symbol : symbols)
                    QVERIFY(isSymbol(symbol.toStdString()));
            }
        }
    }

    void foreignTextIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("symbols");
        QTest::addColumn<QString>("groups");
        const auto row = [](const char *name, const char *text, const char *symbols, const char *groups) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(symbols) << QString::fromLatin1(groups);
        };
        row("one a line", "AAPL\r\nBRK.B\n\nAAPL\n", "AAPL BRK.B", "");
        row("commas", "AAPL, MSFT,GOOG", "AAPL MSFT GOOG", "");
        row("exchanges and sections", "###Tech,NASDAQ:AAPL,NASDAQ:MSFT,###Banks,NYSE:JPM", "AAPL MSFT JPM",
            "Tech|Banks");
        row("other columns", "Name,Ticker,Notes\n\"Apple, Inc.\",AAPL,\"a \"\"b\"\"\"\n", "AAPL", "");
        row("byte order mark", "\xef\xbb\xbfsymbol\nAAPL\n", "AAPL", "");
        row("groups", "symbol,group\nA,x\nB,y\nC,x\n", "A C B", "x|y");
        row("no end of a quote", "symbol,note\nAAPL,\"abc\n", "AAPL", "");
        row("by hand", "{\"format\":\"tickstock-watchlists\",\"lists\":[{\"groups\":[{\"symbols\":[\"AAPL\"]}]}]}",
            "AAPL", "");
        row("nothing", "", "", "");
        row("a table without rows", "symbol\n", "", "");
        row("no symbols", "???,!!!", "", "");
        row("other JSON", "{\"lists\":[]}", "", "");
        row("no JSON", "{\"lists\":", "", "");
    }
    void foreignTextIsUnderstood()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, symbols);
        QFETCH(const QString, groups);
        const auto found = read(text);
        QCOMPARE(static_cast<bool>(found), !symbols.isEmpty());
        QCOMPARE(symbolsOf(found).join(u' '), symbols);
        if (!found)
            return;
        QCOMPARE(found->lists.front().name, QStringLiteral("file"));
        QStringList names;
        for (const WatchGroup &group : found->lists.front().groups)
            names.append(group.name);
        QCOMPARE(names.join(u'|'), groups);
    }

    void whatIsLeftOutIsNamed()
    {
        const auto found = read("list,symbol\nmine,AAPL\nmine,\"A\nB\"\nmine,MSFT\nmine,no symbol\n");
        QVERIFY(found);
        QCOMPARE(found->rejected, 2);
        QCOMPARE(found->problems.first(), QStringLiteral("line 3: 'A\nB'"));
        QCOMPARE(found->problems.last(), QStringLiteral("line 6: 'no symbol'"));
        QCOMPARE(symbolsOf(found).join(u' '), QStringLiteral("AAPL MSFT"));
    }

    void manySymbolsAreBounded()
    {
        Watchlist list;
        list.groups.emplace_back();
        for (std::size_t i = 0; i < Watchlist::MostSymbols + 7; ++i)
            list.groups.front().symbols.push_back({QStringLiteral("S%1").arg(i), {}, {}});
        QCOMPARE(tidied(list).groups.front().symbols.size(), Watchlist::MostSymbols);
    }
};

QTEST_GUILESS_MAIN(WatchlistsTest)
#include "tst_watchlists.moc"
