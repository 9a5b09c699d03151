// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"
#include "tests/support/test.h"

#include <QFile>
#include <QImage>
#include <QTest>

using namespace tickstock::test;

/// The built desktop program, off-screen.
class DesktopTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString path(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void demoRunsShowsAndEnds()
    {
        Program desktop(QStringLiteral("tickstock"), {QStringLiteral("--demo"), QStringLiteral("--data-dir"),
                                                      path("data"), QStringLiteral("--screenshot"), path("shot.png"),
                                                      QStringLiteral("--exit-after"), QStringLiteral("6")});
        QVERIFY2(desktop.waitForOutput(QStringLiteral("LIVE 3/3")), qPrintable(desktop.errors()));
        QCOMPARE(desktop.waitForExit(), 0);
        const QImage shot(path("shot.png"));
        QCOMPARE(shot.size(), QSize(1280, 720));
        QVERIFY(QFile::exists(path("data/demo.sqlite")));
        QVERIFY(!QFile::exists(path("data/tickstock.sqlite"))); // invented prices never reach the real store
    }

    void replayRuns()
    {
        QFile file(path("SPY.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("time_ny,open,high,low,close,volume\nbroken line\n");
        for (int i = 0; i < 30; ++i)
            file.write(QStringLiteral("2011-01-03 09:%1,126,127,125,126.5,100\n").arg(30 + i).toUtf8());
        file.close();
        Program desktop(QStringLiteral("tickstock"),
                        {QStringLiteral("--replay"), path("SPY.csv"), QStringLiteral("--speed"), QStringLiteral("60"),
                         QStringLiteral("--data-dir"), path("data")});
        QVERIFY2(desktop.waitForOutput(QStringLiteral("Mon 3 Jan 09:3")), qPrintable(desktop.errors()));
        QCOMPARE(desktop.terminate(), 0);
        QVERIFY(desktop.errors().contains(u"1 line(s)"));
    }

    void badUsageEndsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("--nonsense")};
        QTest::newRow("speed of nothing") << QStringList{QStringLiteral("--speed"), QStringLiteral("3")};
        QTest::newRow("demo and replay") << QStringList{QStringLiteral("--demo"), QStringLiteral("--replay"),
                                                        QStringLiteral("x")};
        QTest::newRow("no time") << QStringList{QStringLiteral("--exit-after"), QStringLiteral("soon")};
    }
    void badUsageEndsWithTwo()
    {
        QFETCH(QStringList, arguments);
        Program desktop(QStringLiteral("tickstock"), arguments);
        QCOMPARE(desktop.waitForExit(), 2);
        QVERIFY(!desktop.errors().isEmpty());
    }

    void missingRecordingIsExplained()
    {
        Program desktop(QStringLiteral("tickstock"), {QStringLiteral("--replay"), QStringLiteral("/nowhere.csv"),
                                                      QStringLiteral("--data-dir"), path("data")});
        QCOMPARE(desktop.waitForExit(), 2);
        QVERIFY(desktop.errors().contains(u"/nowhere.csv"));
    }
};

QTEST_GUILESS_MAIN(DesktopTest)
#include "tst_desktop.moc"
