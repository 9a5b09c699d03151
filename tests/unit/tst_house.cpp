// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/sourcetree.h"
#include "tests/support/test.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace tickstock::test;

/// Holds the tree to ARCHITECTURE.md and CONTRIBUTING.md: arrows, lengths, folders. That an include against the arrows
/// of core does not compile is tested beside (tests/arrows).
class HouseTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int LongestFile = 450, LongestFunction = 60;
    const QString m_root = QStringLiteral(TICKSTOCK_SOURCE);
    SourceFiles m_sources;

    QString read(const char *name) const
    {
        QFile file(m_root + u'/' + QString::fromLatin1(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    SourceFiles with(const char *path, const char *include) const
    {
        SourceFiles files = m_sources;
        files[QString::fromLatin1(path)] += QStringLiteral("#include \"%1\"\n").arg(QString::fromLatin1(include));
        return files;
    }
    static QStringList tooLong(const std::map<QString, int> &lengths, int limit)
    {
        QStringList found;
        for (const auto &[name, lines] : lengths) {
            if (lines > limit)
                found << QStringLiteral("%1: %2 lines").arg(name).arg(lines);
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sources = readSources(m_root, {QStringLiteral("app"), QStringLiteral("core"), QStringLiteral("ui")});
        QVERIFY(m_sources.size() > 300);
    }

    void noFoldersIncludeEachOther() { QCOMPARE(cycleIn(arrowsBetween(m_sources)), QStringList()); }

    void aCycleIsFound()
    {
        const SourceFiles planted = with("ui/chart/series/barseries.h", "ui/chart/view/chartview.h");
        const QStringList cycle = cycleIn(arrowsBetween(planted));
        QVERIFY2(cycle.contains(QStringLiteral("ui/chart/series/barseries.h includes ui/chart/view/chartview.h")),
                 qPrintable(cycle.join(u'\n')));
    }

    void includesGoDownOnly_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("allowed");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("wrong");
        const auto row = [](const char *folder, const char *allowed, const char *file, const char *wrong) {
            QTest::newRow(folder) << QString::fromLatin1(folder) << QString::fromLatin1(allowed).split(u' ')
                                  << QByteArray(file) << QByteArray(wrong);
        };
        row("core", "core", "core/bus/messagebus.h", "ui/common/format.h");
        row("ui", "ui core/interfaces core/health core/lists core/market core/patterns core/config core/types",
            "ui/common/format.h", "core/feed/marketfeed.h");
        row("app/desktop", "app/desktop ui core", "app/desktop/desktop.h", "app/service/maintenance.h");
        row("app/service",
            "app/service core/service core/history core/storage core/patterns core/feed core/config core/net "
            "core/market "
            "core/types",
            "app/service/maintenance.h", "core/simulator/simulator.h");
        row("app/simulator", "core/simulator core/config core/market core/types", "app/simulator/main.cpp",
            "core/service/marketdataservice.h");
        // These do not know one another: they meet over the values of core/market.
        row("core/feed", "core/feed core/health core/net core/market core/types", "core/feed/marketfeed.h",
            "core/storage/storage.h");
        row("core/patterns", "core/patterns core/market core/types", "core/patterns/patternscanner.h",
            "core/feed/marketfeed.h");
        row("core/storage", "core/storage core/sink core/health core/lists core/market core/types",
            "core/storage/storage.h", "core/bus/messagebus.h");
        row("core/bus", "core/bus core/net core/sink core/health core/market core/types", "core/bus/messagebus.h",
            "core/patterns/patternscanner.h");
    }
    void includesGoDownOnly()
    {
        QFETCH(const QString, folder);
        QFETCH(const QStringList, allowed);
        QFETCH(const QByteArray, file);
        QFETCH(const QByteArray, wrong);
        QCOMPARE(includesBeyond(m_sources, folder, allowed), QStringList());
        QVERIFY(m_sources.contains(QString::fromLatin1(file)) && m_sources.contains(QString::fromLatin1(wrong)));
        QCOMPARE(includesBeyond(with(file.constData(), wrong.constData()), folder, allowed),
                 QStringList(QString::fromLatin1(file + " includes " + wrong)));
    }

    /// A class that is longer does more than one thing.
    void filesAreShort()
    {
        const QStringList found = tooLong(linesOfFiles(m_sources), LongestFile);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    void functionsAreShort()
    {
        const QStringList found = tooLong(linesOfFunctions(m_sources), LongestFunction);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    void lengthsAreMeasured()
    {
        const QString header = QStringLiteral("class A\n{\n    int b() const\n    {\n        return 1;\n    }\n};\n");
        const QString source = QStringLiteral("A::A(int c,\n     int d)\n    : m_c(c)\n{\n    if (c) {\n    }\n}\n");
        const SourceFiles files{{QStringLiteral("core/x/a.h"), header},
                                {QStringLiteral("core/x/a.cpp"), source},
                                {QStringLiteral("core/x/apart.cpp"), source}, // belongs to a.h
                                {QStringLiteral("core/x/b.cpp"), source}};
        QCOMPARE(linesOfFiles(files),
                 (std::map<QString, int>{{QStringLiteral("core/x/a"), 21}, {QStringLiteral("core/x/b"), 7}}));
        const auto functions = linesOfFunctions(files);
        QCOMPARE(functions.size(), 4u);
        QCOMPARE(functions.at(QStringLiteral("core/x/a.h b")), 4);
        QCOMPARE(functions.at(QStringLiteral("core/x/a.cpp A::A")), 5);
    }

    /// The picture in ARCHITECTURE.md shows the folders that there are.
    void thePictureIsTrue()
    {
        const auto drawn = foldersOfPicture(sectionOf(read("ARCHITECTURE.md"), QStringLiteral("The house")));
        for (const QString &folder : drawn)
            QVERIFY2(QFileInfo(m_root + u'/' + folder).isDir(), qPrintable(folder + QStringLiteral(" does not exist")));
        for (const QString &folder : foldersOf(m_sources))
            QVERIFY2(drawn.contains(folder), qPrintable(folder + QStringLiteral(" is not in the picture")));
    }

    void picturesAreRead()
    {
        const QString picture =
            QStringLiteral("## Other\n    no/\n## The house\n\n"
                           "```\napp/          programs\n  desktop/      tickstock/ is meant\n"
                           "core/\n  feed/ feed/massive/   the wire\n              more/less\n"
                           "ui/\n  chart/\n    view/ paint/\n  events/\n```\nelse/\n## Threads\n    x/\n");
        const auto drawn = foldersOfPicture(sectionOf(picture, QStringLiteral("The house")));
        QCOMPARE(QStringList(drawn.begin(), drawn.end()).join(u' '),
                 QStringLiteral("app app/desktop core core/feed core/feed/massive ui ui/chart ui/chart/paint "
                                "ui/chart/view ui/events"));
    }

    /// What CONTRIBUTING.md sends people to is there: files by their paths, classes by their names.
    void whereThingsGoIsTrue()
    {
        static const QRegularExpression quoted(QStringLiteral("`([^`]+)`"));
        static const QRegularExpression isClass(QStringLiteral("^[A-Z]\\w+$"));
        const QString section = sectionOf(read("CONTRIBUTING.md"), QStringLiteral("Where things go")).join(u'\n');
        int named = 0;
        for (const auto &match : quoted.globalMatch(section)) {
            const QString name = match.captured(1);
            if (isClass.match(name).hasMatch()) {
                const QRegularExpression definition(QStringLiteral("\\b(?:class|struct) %1\\b[^;]*$").arg(name),
                                                    QRegularExpression::MultilineOption);
                QVERIFY2(std::any_of(m_sources.begin(), m_sources.end(),
                                     [&](const auto &file) { return definition.match(file.second).hasMatch(); }),
                         qPrintable(name));
            } else if (name.contains(u'/') || name.endsWith(u".cpp") || name.endsWith(u".h")) {
                QVERIFY2(QFileInfo::exists(m_root + u'/' + name), qPrintable(name));
            } else {
                continue;
            }
            ++named;
        }
        QVERIFY(named > 10);
    }

    /// The table in README is made of these, between two marks.
    void everyBenchmarkHasItsWords()
    {
        static const QRegularExpression registered(QStringLiteral("^BENCHMARK\\((\\w+)\\)"),
                                                   QRegularExpression::MultilineOption);
        QStringList named;
        for (const QString &line : read("tests/bench/words.tsv").split(u'\n'))
            named.append(line.section(u'\t', 0, 0).section(u'/', 0, 0));
        int benchmarks = 0;
        for (const auto &[path, text] : readSources(m_root + QStringLiteral("/tests"), {QStringLiteral("bench")})) {
            for (const auto &match : registered.globalMatch(text)) {
                QVERIFY2(named.contains(match.captured(1)), qPrintable(path + u' ' + match.captured(1)));
                ++benchmarks;
            }
        }
        QVERIFY(benchmarks > 30);
        const QString readme = read("README.md");
        QCOMPARE(readme.count(QStringLiteral("<!-- measured: begin -->")), 1);
        QCOMPARE(readme.count(QStringLiteral("<!-- measured: end -->")), 1);
    }

    /// Else a warning of Qt would not fail them.
    void everyTestIsDerivedFromTest()
    {
        static const QRegularExpression plain(QStringLiteral("^class \\w*Test\\b[^:]*: public QObject"),
                                              QRegularExpression::MultilineOption);
        const SourceFiles tests =
            readSources(m_root + QStringLiteral("/tests"),
                        {QStringLiteral("unit"), QStringLiteral("integration"), QStringLiteral("ui")});
        QVERIFY(tests.size() > 50);
        for (const auto &[path, text] : tests)
            QVERIFY2(!plain.match(text).hasMatch(), qPrintable(path));
    }
};

QTEST_GUILESS_MAIN(HouseTest)
#include "tst_house.moc"
