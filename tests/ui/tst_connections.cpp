// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/fakecore.h"
#include "tests/support/test.h"
#include "ui/health/connectioncard.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/gapmodel.h"
#include "ui/health/routingplandialog.h"
#include "ui/health/statuschips.h"
#include "ui/health/statustext.h"
#include "ui/settings/connectiondialog.h"
#include "ui/settings/firstrunpanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QInputDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

using namespace tickstock;
using namespace tickstock::test;

/// Setting connections up, seeing how they are, and what can be done about them.
class ConnectionsTest final : public Test
{
    Q_OBJECT

private:
    FakeCore m_fake;
    std::unique_ptr<ConnectionDialog> m_dialog;

    template<class T>
    T *find(const char *name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    static SettingTexts texts(std::initializer_list<std::pair<const char *, const char *>> values,
                              const QString &origin = SavedSettingsFile)
    {
        SettingTexts made;
        for (const auto &[key, value] : values)
            made.values[QString::fromLatin1(key)] = {QString::fromLatin1(value), origin};
        return made;
    }
    void open(const SettingTexts &given)
    {
        m_fake.lists.universes = {{QStringLiteral("etf:core"), {QStringLiteral("SPY"), QStringLiteral("QQQ")}},
                                  {QStringLiteral("tech:few"), {QStringLiteral("AAPL"), QStringLiteral("SPY")}}};
        m_fake.connections.tests.clear();
        m_dialog =
            std::make_unique<ConnectionDialog>(SettingsDraft(given), m_fake.connections, m_fake.lists, Theme::dark());
        m_dialog->openAt({1}, false);
    }
    QPushButton *saveButton() const
    {
        return m_dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
    }
    QString preview(int row, int column) const
    {
        return find<QTableWidget>("routingPreview")->item(row, column)->text();
    }
    static ConnectionHealth live(int number)
    {
        ConnectionHealth health;
        health.id = {static_cast<std::uint8_t>(number)};
        health.name = QStringLiteral("wide");
        health.status = ConnectionStatus::Live;
        health.tickers = 412;
        health.ratePerSecond = 1'840;
        return health;
    }

private Q_SLOTS:
    void cleanup() { m_dialog.reset(); }

    void countsSymbolsAndWarnsOfOverlap()
    {
        open(texts({{"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "etf:core"}, {"WEBSOCKET_CONNECTION_2_ENABLED", "true"}}));
        QVERIFY(find<QLabel>("slotCount")->text().contains(u"2 symbol"));
        find<QListWidget>("slotList")->setCurrentRow(1);
        find<QPlainTextEdit>("slotSymbols")->setPlainText(QStringLiteral("AAPL, SPY\nMSFT"));
        QVERIFY2(find<QLabel>("slotCount")->text().contains(u"3 symbol"),
                 qPrintable(find<QLabel>("slotCount")->text()));
        QVERIFY(find<QLabel>("slotCount")->text().contains(u"C1"));
        find<QComboBox>("slotUniverse")->setEditText(QStringLiteral("no:such"));
        QVERIFY(find<QLabel>("slotCount")->text().contains(u"no:such"));
        QVERIFY(find<QListWidget>("slotList")->item(2)->text().contains(u"off"));
    }

    void previewsTheRouting()
    {
        open(texts({{"USE_MULTI_CONNECTION", "true"},
                    {"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "etf:core"},
                    {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                    {"WEBSOCKET_CONNECTION_2_SYMBOLS", "AAPL"}}));
        QCOMPARE(find<QTableWidget>("routingPreview")->rowCount(), 2);
        QCOMPARE(preview(0, 1), QStringLiteral("2"));
        QCOMPARE(preview(1, 1), QStringLiteral("1"));
        find<QComboBox>("strategy")->setCurrentIndex(1); // in turn
        QCOMPARE(preview(0, 1), QStringLiteral("2"));
        auto *critical = find<QLineEdit>("WEBSOCKET_CRITICAL_SYMBOLS");
        critical->setFocus();
        QTest::keyClicks(critical, QStringLiteral("SPY"));
        QCOMPARE(preview(1, 1), QStringLiteral("2")); // carried twice
        auto *most = find<QLineEdit>("WEBSOCKET_MAX_TICKERS_PER_CONNECTION");
        QTest::keyClicks(most, QStringLiteral("1"));
        QCOMPARE(find<QTableWidget>("routingPreview")->rowCount(), 3); // one fits nowhere
    }

    void badValuesAreSaidAndCannotBeSaved()
    {
        open(texts({}));
        QVERIFY(saveButton()->isEnabled());
        auto *url = find<QLineEdit>("MASSIVE_WEBSOCKET_URL");
        QTest::keyClicks(url, QStringLiteral("http://nowhere"));
        QVERIFY(!saveButton()->isEnabled());
        QVERIFY(find<QLabel>("problem")->text().contains(u"MASSIVE_WEBSOCKET_URL"));
    }

    void theEnvironmentWinsAndSaysSo()
    {
        open(texts({{"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"}, {"MASSIVE_API_KEY", "secret"}},
                   QStringLiteral("environment")));
        QVERIFY(!find<QPlainTextEdit>("slotSymbols")->isEnabled());
        QVERIFY(find<QPlainTextEdit>("slotSymbols")->toolTip().contains(u"environment"));
        QVERIFY(!find<QLineEdit>("apiKey")->isEnabled());
        QVERIFY(!find<QLineEdit>("apiKey")->text().contains(u"secret"));
    }

    void fieldsShowTheDefaults()
    {
        open(texts({}));
        QCOMPARE(find<QLineEdit>("MASSIVE_WEBSOCKET_URL")->placeholderText(),
                 QStringLiteral("wss://socket.massive.com/stocks"));
        QVERIFY(find<QLineEdit>("WEBSOCKET_STALL_SECONDS")->placeholderText().startsWith(u"15:"));
        QCOMPARE(find<QComboBox>("strategy")->count(), 4);
        QCOMPARE(find<QComboBox>("strategy")->currentData().toString(), QStringLiteral("manual"));
        QVERIFY(find<QListWidget>("slotList")->item(2)->text().contains(u"tertiary (off)"));
        find<QListWidget>("slotList")->setCurrentRow(1);
        const auto *priority = m_dialog->findChild<QSpinBox *>();
        QCOMPARE(priority->value(), 2);
        QCOMPARE(priority->maximum(), 1'000);
    }

    void editingReadsNoFile()
    {
        open(texts({{"MASSIVE_CA_FILE", "/nowhere.pem"}})); // gone since the start, where it was checked
        QVERIFY(saveButton()->isEnabled());
    }

    void theFirstRunAsksWithoutHoldingTheWindow()
    {
        FirstRunPanel panel;
        panel.show();
        QSignalSpy keys(&panel, &FirstRunPanel::keyEntered);
        panel.findChild<QPushButton *>(QStringLiteral("addKey"))->click(); // comes back at once
        auto *input = panel.findChild<QInputDialog *>(QStringLiteral("firstRunKey"));
        QVERIFY(input && input->isVisible());
        QCOMPARE(input->textEchoMode(), QLineEdit::Password);
        input->setTextValue(QStringLiteral("  k  "));
        input->accept();
        QCOMPARE(keys.count(), 1);
        QCOMPARE(keys[0][0].toString(), QStringLiteral("k"));
        QSignalSpy recordings(&panel, &FirstRunPanel::recordingChosen);
        panel.findChild<QPushButton *>(QStringLiteral("openRecording"))->click();
        auto *files = panel.findChild<QFileDialog *>(QStringLiteral("firstRunRecording"));
        QVERIFY(files && files->isVisible());
        Q_EMIT files->fileSelected(QStringLiteral("/some.csv"));
        QCOMPARE(recordings.count(), 1);
    }

    void savesWithoutTheKey()
    {
        open(texts({{"MARKET_CLOCK", "auto"}}));
        QSignalSpy saved(m_dialog.get(), &ConnectionDialog::saved);
        find<QPlainTextEdit>("slotSymbols")->setPlainText(QStringLiteral("AAPL"));
        QTest::keyClicks(find<QLineEdit>("apiKey"), QStringLiteral("verysecret"));
        QVERIFY(find<QLabel>("problem")->text().contains(u"Not tested"));
        saveButton()->click();
        QCOMPARE(saved.count(), 1);
        QCOMPARE(saved[0][1].value<std::optional<QString>>(), QStringLiteral("verysecret"));
        const QTemporaryDir directory;
        const QString file = directory.filePath(QStringLiteral("deep/settings.json"));
        QVERIFY(saved[0][0].value<SettingsDraft>().save(file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray bytes = written.readAll();
        QVERIFY(!bytes.contains("verysecret"));
        const QJsonObject json = QJsonDocument::fromJson(bytes).object();
        QCOMPARE(json[u"WEBSOCKET_CONNECTION_1_SYMBOLS"].toString(), QStringLiteral("AAPL"));
        // And it is read as it was written.
        const auto again = parseSettings(collectSettings({{}, {}, directory.filePath(QStringLiteral("deep"))}));
        QVERIFY(again);
        QCOMPARE(again->connections[0].symbols, QStringList{QStringLiteral("AAPL")});
    }

    void testsStepByStep()
    {
        open(texts({{"MASSIVE_API_KEY", "k"}}, KeychainOrigin));
        m_dialog->openAt({2}, true);
        QCOMPARE(m_fake.connections.tests.size(), 1u);
        QCOMPARE(m_fake.connections.tests[0].key, QStringLiteral("k"));
        Q_EMIT m_fake.connections.connectionTested({2},
                                                   {TestStage::Name, TestOutcome::Passed, Milliseconds(12), {}, false});
        Q_EMIT m_fake.connections.connectionTested(
            {2}, {TestStage::Network, TestOutcome::Failed, Milliseconds(3), QStringLiteral("refused"), true});
        QVERIFY(find<QLabel>("testVerdict")->text().contains(u"not work"));
        m_dialog->openAt({2}, true);
        for (int stage = 0; stage < TestStageCount; ++stage) {
            Q_EMIT m_fake.connections.connectionTested(
                {2},
                {static_cast<TestStage>(stage), TestOutcome::Passed, Milliseconds(5), {}, stage + 1 == TestStageCount});
        }
        QVERIFY(find<QLabel>("problem")->text().isEmpty());
        find<QPlainTextEdit>("slotSymbols")->setPlainText(QStringLiteral("MSFT")); // does not hold any more
        QVERIFY(find<QLabel>("problem")->text().contains(u"Not tested"));
    }

    void cardsSayWhatIsAndTakeOrders()
    {
        ConnectionCard card(Theme::dark());
        QSignalSpy orders(&card, &ConnectionCard::actionRequested);
        ConnectionHealth health = live(2);
        health.gaps = 10;
        health.gapsRepaired = 7;
        health.transitions = {{at("2025-03-10 09:30"), ConnectionStatus::Live, StatusReason::DataFlows, {}}};
        card.show(health, false);
        QString all;
        for (const QLabel *label : card.findChildren<QLabel *>())
            all += label->text();
        for (const char *part : {"LIVE", "C2 wide", "412", "1,840", "7 of 10"})
            QVERIFY2(all.contains(QLatin1String(part)), part);
        const auto actions = card.findChild<QToolButton *>()->menu()->actions();
        actions[0]->trigger(); // pause
        QCOMPARE(orders[0][1].value<ConnectionAction>(), ConnectionAction::Pause);
        QVERIFY(actions[0]->isVisible() && !actions[1]->isVisible());
        health.status = ConnectionStatus::Off;
        health.reason = StatusReason::PlanLimit;
        health.detail = QStringLiteral("1");
        card.show(health, false);
        QVERIFY(actions[1]->isVisible() && !actions[0]->isVisible());
        bool explains = false;
        for (const QLabel *label : card.findChildren<QLabel *>())
            explains = explains || label->text().contains(u"allows 1 connection");
        QVERIFY(explains);
    }

    void plansAreShownBeforeTheyAreApplied()
    {
        m_fake.connections.planRequests.clear();
        RoutingPlanDialog dialog(m_fake.connections);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QCOMPARE(m_fake.connections.planRequests, std::vector<bool>{false});
        auto *apply = dialog.findChild<QPushButton *>();
        for (auto *button : dialog.findChildren<QPushButton *>()) {
            if (button->text().contains(u"Apply"))
                apply = button;
        }
        RoutingPlan plan;
        Q_EMIT m_fake.connections.planReady(plan, false);
        QVERIFY(!apply->isEnabled());
        plan.moves.push_back({{0}, QStringLiteral("AAPL"), {1}, {2}, 12.5});
        plan.loads.push_back({{1}, 2, 1, 20, 8});
        Q_EMIT m_fake.connections.planReady(plan, false);
        QCOMPARE(dialog.findChild<QTableWidget *>()->item(0, 0)->text(), QStringLiteral("AAPL"));
        QVERIFY(apply->isEnabled());
        apply->click();
        QCOMPARE(m_fake.connections.planRequests.back(), true);
    }

    void gapsAreATable()
    {
        GapModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        const Timestamp t = at("2025-03-10 10:00");
        auto gaps = std::make_shared<std::vector<Gap>>();
        gaps->push_back(
            {{2}, QStringLiteral("AAPL"), t, t + OneMinute, QStringLiteral("lost"), QStringLiteral("rest"), t});
        gaps->push_back({{}, QStringLiteral("MSFT"), t, {}, QStringLiteral("not running"), {}, {}});
        model.setGaps(gaps);
        QCOMPARE(model.rowCount(), 2);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, GapModel::SymbolColumn), QStringLiteral("MSFT")); // the newest first
        QCOMPARE(text(0, GapModel::ToColumn), QStringLiteral("still open"));
        QVERIFY(text(1, GapModel::RepairColumn).contains(u"REST"));
        QCOMPARE(text(1, GapModel::ConnectionColumn), QStringLiteral("C2"));
        auto repaired = std::make_shared<std::vector<Gap>>(*gaps);
        (*repaired)[1].repairedAt = t;
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setGaps(repaired);
        QCOMPARE(resets.count(), 0); // the selection stays
    }

    void aWrongClockIsSaid()
    {
        HealthBoard::Snapshot health;
        health.connections = {live(1)};
        health.pipeline.marketNow = at("2025-03-10 10:00");
        const auto line = [&](int skewMs) {
            health.clockSkewMs = skewMs;
            return StatusChips::healthLine(health, Session::Regular, 30);
        };
        QVERIFY(!line(300).contains(u"clock is"));
        QVERIFY2(line(12 * 60'000).contains(u"this computer's clock is 12 min behind"), qPrintable(line(12 * 60'000)));
        QVERIFY2(line(-5'000).contains(u"this computer's clock is 5 s ahead"), qPrintable(line(-5'000)));
        health.pipeline.followsFeed = true; // a simulated market has a time of its own
        QVERIFY(!line(-5'000).contains(u"clock is 5 s"));
    }

    void whatCouldNotBeUsedIsToldByReason()
    {
        FlawCounts counts{};
        QVERIFY(thrownAwayText(counts).isEmpty());
        counts[std::size_t(Flaw::Time)] = 12'345;
        counts[std::size_t(Flaw::Unreadable)] = 1;
        QCOMPARE(thrownAwayText(counts),
                 QStringLiteral("12,345 events with an impossible time\n1 messages or events that cannot be read"));
    }

    void theHealthLineCountsConnectionsAndGaps()
    {
        HealthBoard::Snapshot health;
        health.connections = {live(1), live(2)};
        health.connections[1].status = ConnectionStatus::Degraded;
        QString line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"no gaps"), qPrintable(line)); // nothing to repair is not the same as repaired
        health.gaps.count = {0, 3, 0, 0};
        health.gaps.repaired = {0, 3, 0, 0};
        line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"gaps 3, all repaired"), qPrintable(line));
        health.gaps.repaired = {0, 2, 0, 0};
        health.gaps.unexplained = 1; // it has ended, and is neither open nor repaired
        line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"gaps 3, 1 unexplained"), qPrintable(line));
        health.gaps.unexplained = 0;
        line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"DEGRADED 2/2"), qPrintable(line));
        QVERIFY2(line.contains(u"gaps 3, OPEN 1"), qPrintable(line));
    }
};

QTEST_MAIN(ConnectionsTest)
#include "tst_connections.moc"
