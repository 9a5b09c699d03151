// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/filethread.h"
#include "core/types/wholefile.h"
#include "tests/support/test.h"

#include <QDir>
#include <QFileInfo>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tickstock;

/// Files that nobody waits for, and what a whole file's reading and writing answer.
class FileThreadTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 10'000;
    std::unique_ptr<QTemporaryDir> m_directory;

    QString file(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void theCallerDoesNotWait()
    {
        FileThread files;
        QSemaphore disk;
        Qt::HANDLE workedIn = nullptr, answeredIn = nullptr;
        files.run(
            [&] {
                disk.acquire();
                workedIn = QThread::currentThreadId();
                return 7;
            },
            this,
            [&](int result) {
                QCOMPARE(result, 7);
                answeredIn = QThread::currentThreadId();
            });
        disk.release(); // the disk answers only after the caller has gone on
        QTRY_VERIFY_WITH_TIMEOUT(answeredIn, Patience);
        QCOMPARE(answeredIn, QThread::currentThreadId());
        QVERIFY(workedIn != answeredIn);
    }

    void jobsKeepTheirOrder()
    {
        FileThread files;
        QList<int> worked, answered;
        for (int i = 0; i < 50; ++i) {
            files.run(
                [&worked, i] {
                    worked.append(i);
                    return i;
                },
                this, [&answered](int job) { answered.append(job); });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 50, Patience);
        QCOMPARE(answered, worked);
        QVERIFY(std::is_sorted(worked.begin(), worked.end()));
    }

    void whoIsGoneGetsNoAnswer()
    {
        FileThread files;
        auto context = std::make_unique<QObject>();
        bool isAnswered = false, isLaterAnswered = false;
        files.run([] { return 0; }, context.get(), [&](int) { isAnswered = true; });
        files.run([] { return 0; }, this, [&](int) { isLaterAnswered = true; });
        context.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isLaterAnswered, Patience);
        QVERIFY(!isAnswered);
    }

    void theEndWaitsForWhatIsUnderWay()
    {
        {
            FileThread files;
            for (const char *content : {"first", "second"})
                files.run([this, content] { return writeWholeFile(file("kept"), content); }, this,
                          [](const Outcome &) {});
        }
        QCOMPARE(*readWholeFile(file("kept"), 100), QByteArray("second"));
    }

    void whatCannotBeReadSaysWhy()
    {
        QCOMPARE(readWholeFile(file("missing"), 100).error().code, ErrorCode::NotFound);
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("folder")));
        QCOMPARE(readWholeFile(file("folder"), 100).error().code, ErrorCode::Io);
        QVERIFY(writeWholeFile(file("ten"), "0123456789"));
        QCOMPARE(*readWholeFile(file("ten"), 10), QByteArray("0123456789"));
        QCOMPARE(readWholeFile(file("ten"), 9).error().code, ErrorCode::BadInput);
    }

    void aFailedWriteLeavesWhatWasThere()
    {
        const auto written = writeWholeFile(file("nowhere/file"), "x");
        QVERIFY(!written);
        QVERIFY(!written.error().detail.isEmpty());
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("folder")));
        QVERIFY(!writeWholeFile(file("folder"), "x"));
        QVERIFY(QFileInfo(file("folder")).isDir());
    }
};

QTEST_GUILESS_MAIN(FileThreadTest)
#include "tst_filethread.moc"
