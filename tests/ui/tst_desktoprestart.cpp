// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"
#include "tests/support/fakerun.h"
#include "tests/support/test.h"
#include "ui/settings/connectiondialog.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// What the desktop program does when the user changes the set-up or the market, with cores that the test holds.
class DesktopRestartTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 10'000;
    std::unique_ptr<QTemporaryDir> m_directory;
    QStringList m_log;
    std::vector<QPointer<FakeRun>> m_runs;
    std::vector<ServiceOptions> m_options;
    std::unique_ptr<Desktop> m_desktop;

    QString file(const char *name) const { return m_directory->filePath(QString::fromLatin1(name)); }
    static QList<MainWindow *> windows()
    {
        QList<MainWindow *> found;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *window = qobject_cast<MainWindow *>(widget))
                found.append(window);
        }
        return found;
    }
    static QString toastOf(const MainWindow &window)
    {
        return window.findChild<QLabel *>(QStringLiteral("toast"))->text();
    }
    /// As a user who opens the connection dialog, changes something and saves.
    static void saveSetup(MainWindow &window)
    {
        Q_EMIT window.setupRequested({1}, false);
        auto *dialog = window.findChild<ConnectionDialog *>();
        QVERIFY(dialog);
        SettingTexts texts;
        texts.values[QStringLiteral("USE_MASSIVE_API")] = {QStringLiteral("false"), QStringLiteral("environment")};
        texts.values[QStringLiteral("WEBSOCKET_CONNECTION_1_NAME")] = {QStringLiteral("renamed"), SavedSettingsFile};
        Q_EMIT dialog->saved(SettingsDraft(std::move(texts)), std::nullopt);
    }
    static QMessageBox *warningOf(const MainWindow &window) { return window.findChild<QMessageBox *>(); }

private Q_SLOTS:
    void init()
    {
        m_log.clear();
        m_runs.clear();
        m_options.clear();
        m_directory = std::make_unique<QTemporaryDir>();
        SettingTexts texts; // nothing that asks the system's keychain
        texts.values[QStringLiteral("USE_MASSIVE_API")] = {QStringLiteral("false"), QStringLiteral("environment")};
        const auto data = DataDirectory::open(file("data"));
        QVERIFY(data);
        m_desktop = std::make_unique<Desktop>(DesktopOptions(), std::move(texts), file("config"), *data,
                                              [this](const ServiceOptions &options, std::unique_ptr<InventedMarket>) {
                                                  m_options.push_back(options);
                                                  auto run = std::make_unique<FakeRun>(
                                                      QStringLiteral("run %1").arg(m_options.size()), m_log);
                                                  m_runs.emplace_back(run.get());
                                                  return run;
                                              });
        m_desktop->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_log, QStringList{QStringLiteral("run 1 starts")}, Patience);
        QCOMPARE(windows().size(), 1);
        QVERIFY(windows().first()->isVisible());
    }
    void cleanup() { m_desktop.reset(); }

    void aHungEndDoesNotHoldUpTheWindow()
    {
        const QPointer<MainWindow> before = windows().first();
        saveSetup(*before);
        QTRY_VERIFY_WITH_TIMEOUT(m_log.contains(QStringLiteral("run 1 stops")), Patience);
        QVERIFY(!before); // nothing looks at the core that ends
        QCOMPARE(windows().size(), 1);
        MainWindow *window = windows().first();
        QVERIFY(window->isVisible());
        QVERIFY(toastOf(*window).contains(u"Ending the old connections"));
        bool hasTurned = false;
        QMetaObject::invokeMethod(
            window, [&hasTurned] { hasTurned = true; }, Qt::QueuedConnection);
        QTRY_VERIFY_WITH_TIMEOUT(hasTurned, Patience);
        QCOMPARE(m_runs.size(), 1u); // the new feed would evict the old one
        Q_EMIT window->setupRequested({1}, false);
        QVERIFY(!window->findChild<ConnectionDialog *>()); // there is no core to test with
        m_runs[0]->letGo();
        QTRY_COMPARE_WITH_TIMEOUT(m_log,
                                  (QStringList{QStringLiteral("run 1 starts"), QStringLiteral("run 1 stops"),
                                               QStringLiteral("run 1 is gone"), QStringLiteral("run 2 starts")}),
                                  Patience);
        QCOMPARE(windows().first(), window);
        QVERIFY(!toastOf(*window).contains(u"Ending"));
        QCOMPARE(m_options[1].settings.connections[0].name, QStringLiteral("renamed"));
    }

    /// A program ends when its last window is closed; one that is replaced is not the last.
    void aReplacedWindowDoesNotEndTheProgram()
    {
        const QPointer<MainWindow> before = windows().first();
        QMetaObject::invokeMethod(
            before, [&] { saveSetup(*before); }, Qt::QueuedConnection);
        QTimer poll;
        connect(&poll, &QTimer::timeout, this, [&] {
            if (!before && m_log.contains(QStringLiteral("run 1 stops")))
                QCoreApplication::exit(7);
        });
        poll.start();
        QCOMPARE(QCoreApplication::exec(), 7);
    }

    void theSetUpIsSaved()
    {
        saveSetup(*windows().first());
        QTRY_VERIFY_WITH_TIMEOUT(m_log.contains(QStringLiteral("run 1 stops")), Patience);
        QFile saved(file("config/settings.json"));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("renamed"));
        QCOMPARE(warningOf(*windows().first()), nullptr);
    }

    void aSetUpThatCannotBeSavedIsUsedAndTold()
    {
        QFile inTheWay(file("config")); // no folder can be made there
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        saveSetup(*windows().first());
        QTRY_VERIFY_WITH_TIMEOUT(m_log.contains(QStringLiteral("run 1 stops")), Patience);
        QVERIFY(warningOf(*windows().first()));
        QVERIFY(warningOf(*windows().first())->text().contains(u"settings.json"));
        m_runs[0]->letGo();
        QTRY_COMPARE_WITH_TIMEOUT(m_runs.size(), 2u, Patience);
        QCOMPARE(m_options[1].settings.connections[0].name, QStringLiteral("renamed"));
    }

    void whoChangesTwiceGetsTheLast()
    {
        saveSetup(*windows().first());
        QTRY_VERIFY_WITH_TIMEOUT(m_log.contains(QStringLiteral("run 1 stops")), Patience);
        const QPointer<MainWindow> before = windows().first();
        Q_EMIT before->simulatorChosen();
        QTRY_VERIFY_WITH_TIMEOUT(!before, Patience);
        QVERIFY(windows().first()->windowTitle().contains(u"SIMULATED"));
        QVERIFY(toastOf(*windows().first()).contains(u"Ending the old connections"));
        QCOMPARE(m_runs.size(), 1u);
        m_runs[0]->letGo();
        QTRY_COMPARE_WITH_TIMEOUT(m_runs.size(), 2u, Patience);
        QCOMPARE(m_options[1].sourceWord, QStringLiteral("simulated"));
        QCOMPARE(m_options[1].databaseFile, file("data/demo.sqlite"));
    }

    void aBadRecordingChangesNothing()
    {
        MainWindow *window = windows().first();
        Q_EMIT window->recordingChosen(file("nowhere.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(warningOf(*window), Patience);
        QVERIFY(warningOf(*window)->text().contains(u"nowhere.csv"));
        QCOMPARE(m_log, QStringList{QStringLiteral("run 1 starts")});
    }

    void aRecordingTakesThePlaceOfTheMarket()
    {
        QFile recording(file("SPY.csv"));
        QVERIFY(recording.open(QIODevice::WriteOnly));
        recording.write("time_ny,open,high,low,close,volume\n2011-01-03 09:30,126,127,125,126.5,100\n");
        recording.close();
        Q_EMIT windows().first()->recordingChosen(recording.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(m_log.contains(QStringLiteral("run 1 stops")), Patience);
        QVERIFY(windows().first()->windowTitle().contains(u"REPLAY"));
        m_runs[0]->letGo();
        QTRY_COMPARE_WITH_TIMEOUT(m_runs.size(), 2u, Patience);
        const Settings &settings = m_options[1].settings;
        QCOMPARE(m_options[1].sourceWord, QStringLiteral("replay"));
        QCOMPARE(settings.connections[0].symbols, QStringList{QStringLiteral("SPY")});
        QCOMPARE(settings.webSocketUrl.host(), QStringLiteral("127.0.0.1"));
        QVERIFY(settings.redisUrl.isEmpty() && settings.databaseUrl.isEmpty());
    }
};

QTEST_MAIN(DesktopRestartTest)
#include "tst_desktoprestart.moc"
