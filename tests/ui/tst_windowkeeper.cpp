// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/windowkeeper.h"
#include "core/storage/filethread.h"
#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/mainwindow.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tickstock;
using namespace tickstock::test;

/// What is kept over a restart, and what becomes of it when files are damaged or cannot be written.
class WindowKeeperTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 10'000;
    std::unique_ptr<QTemporaryDir> m_directory;

    QString file(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    QByteArray contentOf(const char *name) const
    {
        QFile read(file(name));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }
    void put(const char *name, const QByteArray &content) const
    {
        QFile written(file(name));
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(content) == content.size());
    }
    static QString noticeOf(const MainWindow &window)
    {
        return window.findChild<QLabel *>(QStringLiteral("notice"))->text();
    }
    static Drawing line(double price)
    {
        return {QUuid::createUuid(), Drawing::Kind::HorizontalLine, {at("2014-09-17 10:00"), price}, {}};
    }
    /// A window of an earlier run, as @p use leaves it.
    template<class Use>
    void run(Use use) const
    {
        FileThread files;
        MainWindow window{QString()};
        WindowKeeper keeper(files, m_directory->path(), {});
        QSignalSpy restored(&keeper, &WindowKeeper::restored);
        keeper.adopt(window);
        QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, Patience);
        window.show();
        use(window);
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void everythingComesBack()
    {
        CHECKED(run([](MainWindow &window) {
            window.charts().setGrid(2);
            window.charts().panels()[1]->setTimeframe(Timeframe::Daily);
            window.setLook({false, Look::Directions::ColourBlind});
            QVERIFY(window.charts().drawings().add(QStringLiteral("AAPL"), line(101)));
        }));
        CHECKED(run([](MainWindow &window) {
            QCOMPARE(window.charts().gridCount(), 2);
            QCOMPARE(window.charts().panels()[1]->model().timeframe(), Timeframe::Daily);
            QCOMPARE(window.theme().window, Theme::light().window);
            QCOMPARE(window.theme().up, Theme::of({false, Look::Directions::ColourBlind}).up);
            QCOMPARE(window.charts().drawings().of(QStringLiteral("AAPL")).size(), 1u);
            QCOMPARE(noticeOf(window), QString());
        }));
    }

    /// The end of a program closes its windows one by one; that is not the user closing them.
    void windowsOfChartsAreKeptAtTheEnd()
    {
        CHECKED(run([](MainWindow &window) {
            window.charts().openWindow();
            QEvent quit(QEvent::Quit);
            QCoreApplication::sendEvent(QCoreApplication::instance(), &quit); // which closes them all
        }));
        CHECKED(run([](MainWindow &window) {
            QCOMPARE(window.charts().panels().size(), 2u);
            QVERIFY(window.charts().panels()[1]->isVisible());
        }));
    }

    void changesAreSavedWhileItRuns()
    {
        CHECKED(run([this](MainWindow &window) {
            QVERIFY(window.charts().drawings().add(QStringLiteral("AAPL"), line(101)));
            QTRY_VERIFY_WITH_TIMEOUT(contentOf("drawings.json").contains("AAPL"), Patience);
        }));
    }

    void damagedFilesArePutAside()
    {
        CHECKED(put("window.json", "{\"charts\": ["));
        CHECKED(put("drawings.json", "no drawings at all"));
        CHECKED(run([](MainWindow &window) {
            QTRY_VERIFY_WITH_TIMEOUT(noticeOf(window).contains(u"window.json"), Patience);
            QTRY_VERIFY_WITH_TIMEOUT(noticeOf(window).contains(u"drawings.json"), Patience);
            QVERIFY(window.charts().drawings().add(QStringLiteral("AAPL"), line(101)));
        }));
        QCOMPARE(contentOf("window.json.unreadable-1"), QByteArray("{\"charts\": ["));
        QCOMPARE(contentOf("drawings.json.unreadable-1"), QByteArray("no drawings at all"));
        QVERIFY(contentOf("drawings.json").contains("AAPL"));
        CHECKED(put("drawings.json", "damaged again")); // costs the first copy nothing
        CHECKED(run([](MainWindow &) {}));
        QCOMPARE(contentOf("drawings.json.unreadable-1"), QByteArray("no drawings at all"));
        QCOMPARE(contentOf("drawings.json.unreadable-2"), QByteArray("damaged again"));
    }

    /// What is neither readable nor to be copied is somebody else's.
    void whatCannotBePutAsideIsNotReplaced()
    {
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("drawings.json")));
        run([](MainWindow &window) {
            QTRY_VERIFY_WITH_TIMEOUT(noticeOf(window).contains(u"nothing is saved to it"), Patience);
            QVERIFY(window.charts().drawings().add(QStringLiteral("AAPL"), line(101)));
        });
        QVERIFY(QFileInfo(file("drawings.json")).isDir());
        QVERIFY(QFile::exists(file("window.json")));
    }

    /// A slow disk: the window's own loop goes on, and a window that ends before it was restored saves nothing.
    void aSlowDiskHoldsUpNothing()
    {
        put("window.json", "{}");
        QSemaphore disk;
        FileThread files;
        const auto end = qScopeGuard([&disk] { disk.release(); });
        files.run([&disk] { return disk.tryAcquire(1, -1); }, this, [](bool) {});
        {
            MainWindow window{QString()};
            WindowKeeper keeper(files, m_directory->path(), {});
            QSignalSpy restored(&keeper, &WindowKeeper::restored);
            keeper.adopt(window);
            bool hasTurned = false;
            QMetaObject::invokeMethod(
                this, [&hasTurned] { hasTurned = true; }, Qt::QueuedConnection);
            QTRY_VERIFY_WITH_TIMEOUT(hasTurned, Patience);
            QCOMPARE(restored.size(), 0);
        }
        bool isOver = false;
        files.run([] { return 0; }, this, [&isOver](int) { isOver = true; });
        disk.release();
        QTRY_VERIFY_WITH_TIMEOUT(isOver, Patience);
        QCOMPARE(contentOf("window.json"), QByteArray("{}"));
    }

    /// What could not be written is due until it is.
    void aFailedWriteIsToldAndTriedAgain()
    {
        CHECKED(run([this](MainWindow &window) {
            QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("drawings.json"))); // no file can take its place
            QVERIFY(window.charts().drawings().add(QStringLiteral("AAPL"), line(101)));
            QTRY_VERIFY_WITH_TIMEOUT(noticeOf(window).contains(u"is not saved"), Patience);
            QVERIFY(QDir(file("drawings.json")).removeRecursively());
        }));
        QVERIFY(contentOf("drawings.json").contains("AAPL"));
    }

    void whatTheUserSavesIsTold()
    {
        CHECKED(run([this](MainWindow &window) {
            Q_EMIT window.fileWanted(file("chart.csv"), "time,open\n");
            const auto *toast = window.findChild<QLabel *>(QStringLiteral("toast"));
            QTRY_VERIFY_WITH_TIMEOUT(toast->text().contains(u"chart.csv"), Patience);
            QCOMPARE(contentOf("chart.csv"), QByteArray("time,open\n"));
            Q_EMIT window.fileWanted(file("nowhere/chart.csv"), "x");
            QTRY_VERIFY_WITH_TIMEOUT(noticeOf(window).contains(u"nowhere"), Patience);
        }));
    }
};

QTEST_MAIN(WindowKeeperTest)
#include "tst_windowkeeper.moc"
