// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/analysis.h"
#include "core/patterns/candlesticks/candlesticks.h"
#include "core/patterns/indicators/indicatorset.h"
#include "core/types/text.h"
#include "tests/support/gzcsv.h"
#include "tests/support/test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace tickstock;
using namespace tickstock::test;

namespace {

constexpr double Tolerance = 1e-9; // relative; absolute near 0

std::vector<Bar> barsOf(const std::vector<QStringList> &rows)
{
    std::vector<Bar> bars;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const QStringList &row = rows[i];
        Bar bar;
        bar.open = row[2].toDouble();
        bar.high = row[3].toDouble();
        bar.low = row[4].toDouble();
        bar.close = row[5].toDouble();
        bar.volume = row[6].toDouble();
        bars.push_back(bar);
    }
    return bars;
}

} // namespace

/// Every value that TA-Lib 0.6.4 gives for real and invented bars, one bar at a time and through --analyze's files.
class OracleTest final : public Test
{
    Q_OBJECT

private:
    struct Series
    {
        QString name;
        QString directory;
        QString ending; ///< of its files
    };

    /// The series that come with the project, and those of TICKSTOCK_EXTRA_DATA, whose values are more.
    static std::vector<Series> all(const QString &kind)
    {
        std::vector<Series> found;
        const auto look = [&](const QString &directory, const QString &ending) {
            const QString wanted = u'.' + kind + ending;
            for (const QString &file : QDir(directory).entryList({u'*' + wanted}, QDir::Files))
                found.push_back({file.chopped(wanted.size()), directory + u'/', ending});
        };
        look(QStringLiteral(TICKSTOCK_TEST_DATA "/oracle"), QStringLiteral(".csv.gz"));
        if (const QString extra = qEnvironmentVariable("TICKSTOCK_EXTRA_DATA"); !extra.isEmpty())
            look(extra + QStringLiteral("/../oracle"), QStringLiteral(".csv"));
        return found;
    }
    static void addRows(const QString &kind)
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("ending");
        for (const Series &series : all(kind)) {
            const QString from = series.ending.endsWith(u"gz") ? QStringLiteral("ours") : QStringLiteral("extra");
            QTest::addRow("%s, %s", qPrintable(series.name), qPrintable(from))
                << series.directory + series.name << series.ending;
        }
    }

private Q_SLOTS:
    void candlesticks_data() { addRows(QStringLiteral("patterns")); }
    void candlesticks()
    {
        QFETCH(QString, base);
        QFETCH(QString, ending);
        const auto bars = barsOf(readCsv(base + QStringLiteral(".bars") + ending));
        const auto expected = readCsv(base + QStringLiteral(".patterns") + ending);
        QVERIFY(bars.size() >= 390);
        QCOMPARE(expected.size(), bars.size() + 1);
        const auto patterns = candlestickPatterns();
        QCOMPARE(patterns.size(), 61u);
        QCOMPARE(expected[0].size(), 63);
        for (std::size_t p = 0; p < patterns.size(); ++p)
            QCOMPARE(text(patterns[p].taLibName), expected[0][static_cast<qsizetype>(p + 2)]);
        Candles candles;
        int fired = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            candles.push(bars[i]);
            const Candles ofLast(CandleSettings(), BarView(bars).first(i + 1));
            for (std::size_t p = 0; p < patterns.size(); ++p) {
                const auto column = static_cast<qsizetype>(p + 2);
                const auto given = evaluate(patterns[p], candles, patterns[p].penetration);
                const QString value = given ? QString::number(*given) : QString();
                QCOMPARE(evaluate(patterns[p], ofLast, patterns[p].penetration), given);
                if (value != expected[i + 1][column])
                    QFAIL(qPrintable(QStringLiteral("%1 on bar %2: '%3' instead of '%4'")
                                         .arg(expected[0][column])
                                         .arg(i)
                                         .arg(value, expected[i + 1][column])));
                fired += given.value_or(0) != 0;
            }
        }
        QVERIFY(fired > 100);
    }

    void everyPatternFires()
    {
        const QString base = QStringLiteral(TICKSTOCK_TEST_DATA "/oracle/synthetic_coverage.bars.csv.gz");
        std::vector<int> fired(candlestickPatterns().size());
        Candles candles;
        for (const Bar &bar : barsOf(readCsv(base))) {
            candles.push(bar);
            for (std::size_t p = 0; p < fired.size(); ++p) {
                const CandlestickPattern &pattern = candlestickPatterns()[p];
                fired[p] += evaluate(pattern, candles, pattern.penetration).value_or(0) != 0;
            }
        }
        QVERIFY(std::find(fired.begin(), fired.end(), 0) == fired.end());
    }

    void indicators_data() { addRows(QStringLiteral("indicators")); }
    void indicators()
    {
        QFETCH(QString, base);
        QFETCH(QString, ending);
        const auto bars = barsOf(readCsv(base + QStringLiteral(".bars") + ending));
        const auto expected = readCsv(base + QStringLiteral(".indicators") + ending);
        QVERIFY(bars.size() >= 390);
        QCOMPARE(expected.size(), bars.size() + 1);
        std::vector<IndicatorColumn> columns(indicatorColumns().begin(), indicatorColumns().end());
        std::erase_if(columns, [](const IndicatorColumn &column) { return column.taLibName.empty(); });
        QCOMPARE(columns.size(), 30u);
        QCOMPARE(expected[0].size(), 32);
        for (std::size_t c = 0; c < columns.size(); ++c)
            QCOMPARE(text(columns[c].taLibName), expected[0][static_cast<qsizetype>(c + 2)]);
        IndicatorSet indicators;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const IndicatorRow row = indicators.next(BarView(bars).first(i + 1));
            qsizetype column = 2;
            for (const IndicatorColumn &indicator : columns) {
                const QString &wanted = expected[i + 1][column++];
                const double given = indicator.value(row);
                const double difference = std::abs(given - wanted.toDouble());
                const bool isEqual =
                    wanted.isEmpty() ? std::isnan(given) : difference <= Tolerance * std::max(1.0, std::abs(given));
                if (!isEqual)
                    QFAIL(qPrintable(QStringLiteral("%1 on bar %2: %3 instead of '%4'")
                                         .arg(text(indicator.taLibName))
                                         .arg(i)
                                         .arg(given, 0, 'g', 13)
                                         .arg(wanted)));
            }
        }
    }

    /// The files of --analyze hold what the reference holds, in the same columns.
    void analysisWritesTheReference()
    {
        QTemporaryDir directory;
        const QString base = QStringLiteral(TICKSTOCK_TEST_DATA "/oracle/1min_SPY_20201215");
        QFile bars(directory.filePath(QStringLiteral("spy.bars.csv")));
        QVERIFY(bars.open(QIODevice::WriteOnly));
        for (const QStringList &row : readCsv(base + QStringLiteral(".bars.csv.gz")))
            bars.write(row.join(u',').toUtf8() + '\n');
        bars.close();
        const auto count = analyze(bars.fileName(), directory.filePath(QStringLiteral("out/deep")));
        QVERIFY2(count, qPrintable(count ? QString() : count.error().detail));
        QCOMPARE(*count, 1'564u);
        QCOMPARE(readCsv(directory.filePath(QStringLiteral("out/deep/spy.patterns.csv"))),
                 readCsv(base + QStringLiteral(".patterns.csv.gz")));
        const auto given = readCsv(directory.filePath(QStringLiteral("out/deep/spy.indicators.csv")));
        const auto wanted = readCsv(base + QStringLiteral(".indicators.csv.gz"));
        QCOMPARE(given.size(), wanted.size());
        QCOMPARE(given[0], wanted[0]);
        for (std::size_t i = 1; i < given.size(); ++i) {
            QCOMPARE(given[i].mid(0, 2), wanted[i].mid(0, 2));
            for (qsizetype column = 2; column < given[i].size(); ++column)
                QCOMPARE(given[i][column].isEmpty(), wanted[i][column].isEmpty());
        }
    }

    void aBadFileIsNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("problem");
        const QByteArray header = "i,time,open,high,low,close,volume\n";
        QTest::newRow("header") << QByteArray("time,open\n") << QStringLiteral("line 1: the header must be");
        QTest::newRow("number") << header + "0,t,1,1,1,1,1\n1,t,1,x,1,1,1\n"
                                << QStringLiteral("line 3: 'x' is no number");
        QTest::newRow("infinite") << header + "0,t,1,inf,1,1,1\n" << QStringLiteral("line 2: 'inf' is no number");
        QTest::newRow("no bar") << header + "0,t,1,2,3,1,1\n" << QStringLiteral("line 2: that is no bar");
        QTest::newRow("no bars") << header << QStringLiteral("there are no bars");
        QTest::newRow("endless") << header + QByteArray(10'000, '1') << QStringLiteral("line 2: the line is too long");
        QTest::newRow("fields") << header + "0,t,1\n" << QStringLiteral("line 2: seven fields are needed, there are 3");
    }
    void aBadFileIsNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, problem);
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("bars.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto done = analyze(file.fileName(), directory.path());
        QVERIFY(!done);
        QVERIFY2(done.error().detail.contains(problem), qPrintable(done.error().detail));
        QVERIFY(!QFile::exists(directory.filePath(QStringLiteral("bars.patterns.csv"))));
    }

    void onlyFilesAreRead()
    {
        QTemporaryDir directory;
        for (const QString &name : {QStringLiteral("/dev/zero"), directory.path()}) {
            const auto done = analyze(name, directory.path());
            QVERIFY(!done);
            QVERIFY2(done.error().detail.contains(u"no file"), qPrintable(done.error().detail));
        }
    }
};

QTEST_GUILESS_MAIN(OracleTest)
#include "tst_oracle.moc"
