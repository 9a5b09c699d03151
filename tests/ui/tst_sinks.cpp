// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test.h"
#include "ui/common/format.h"
#include "ui/health/connectionpanel.h"
#include "ui/health/sinkmodel.h"
#include "ui/health/sinktext.h"
#include "ui/health/sinkview.h"
#include "ui/health/statuschips.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <random>

using namespace tickstock;

/// Seeing where data goes, how far behind that is and what is lost.
class SinksTest final : public test::Test
{
    Q_OBJECT

private:
    static SinkHealth sink(const char *name, SinkState state, quint64 backlog = 0)
    {
        SinkHealth health;
        health.name = QString::fromLatin1(name);
        health.endpoint = QStringLiteral("there:1");
        health.state = state;
        health.backlog = backlog;
        return health;
    }
    static QVariant cell(const SinkModel &model, int column, int role = Qt::DisplayRole)
    {
        return model.index(0, column).data(role);
    }
    static QLabel *chip(const StatusChips &chips, const char *name)
    {
        return chips.findChild<QLabel *>(QString::fromLatin1(name));
    }
    static QColor colourOf(const QLabel *label) { return label->palette().color(QPalette::WindowText); }
    static void show(StatusChips &chips, std::vector<SinkHealth> sinks)
    {
        HealthBoard::Snapshot health;
        health.sinks = std::move(sinks);
        chips.show(health, Session::Regular, 30);
    }

private Q_SLOTS:
    void statesAreWordsShapesAndColours_data()
    {
        const Theme theme = Theme::dark();
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QColor>("colour");
        const auto row = [](SinkState state, const char *word, const QColor &colour) {
            QTest::newRow(word) << static_cast<int>(state) << QString::fromLatin1(word) << colour;
        };
        row(SinkState::Off, "off", theme.dimText);
        row(SinkState::Connecting, "connecting", theme.warn);
        row(SinkState::Up, "up", theme.good);
        row(SinkState::Replaying, "catching up", theme.warn);
        row(SinkState::Failing, "FAILING", theme.warn);
        row(SinkState::Refused, "REFUSED", theme.bad);
    }
    void statesAreWordsShapesAndColours()
    {
        QFETCH(int, state);
        QFETCH(QString, word);
        QFETCH(QColor, colour);
        SinkModel model;
        model.setTheme(Theme::dark());
        model.setSinks({sink("redis", static_cast<SinkState>(state))});
        QVERIFY(cell(model, SinkModel::StateColumn).toString().endsWith(word));
        QVERIFY(cell(model, SinkModel::StateColumn).toString().size() > word.size() + 1);
        QCOMPARE(cell(model, SinkModel::StateColumn, Qt::AccessibleTextRole).toString(), word);
        QCOMPARE(cell(model, SinkModel::StateColumn, Qt::ForegroundRole).value<QColor>(), colour);
    }

    void figuresAreShown()
    {
        SinkHealth store = sink("storage", SinkState::Up, 12'345);
        store.spooled = 12'000;
        store.ratePerSecond = 1'840.7;
        store.lagP50Us = 800;
        store.lagP99Us = 240'000;
        SinkModel model;
        model.setSinks({store});
        QCOMPARE(cell(model, SinkModel::NameColumn).toString(), QStringLiteral("Storage"));
        QCOMPARE(cell(model, SinkModel::BacklogColumn).toString(), format::count(12'345));
        QCOMPARE(cell(model, SinkModel::SpooledColumn).toString(), format::count(12'000));
        QCOMPARE(cell(model, SinkModel::RateColumn).toString(), format::count(1'840));
        QCOMPARE(cell(model, SinkModel::LagP50Column).toString(), QStringLiteral("0.8 ms"));
        QCOMPARE(cell(model, SinkModel::LagP99Column).toString(), QStringLiteral("240 ms"));
        QCOMPARE(cell(model, SinkModel::NameColumn, Qt::ToolTipRole).toString(), QStringLiteral("there:1"));
        for (int column = SinkModel::BacklogColumn; column < SinkModel::ColumnCount; ++column)
            QVERIFY(cell(model, column, Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        QCOMPARE(format::lag(12'000'000), QStringLiteral("12 s"));
        QCOMPARE(format::lag(0), QStringLiteral("\u2013"));
    }

    void lossIsRedAndExplained()
    {
        SinkHealth redis = sink("redis", SinkState::Failing);
        SinkModel model;
        model.setTheme(Theme::light());
        model.setSinks({redis});
        QVERIFY(!cell(model, SinkModel::DroppedColumn, Qt::ForegroundRole).isValid());
        redis.dropped = 17;
        model.setSinks({redis});
        QCOMPARE(cell(model, SinkModel::DroppedColumn).toString(), QStringLiteral("17"));
        QCOMPARE(cell(model, SinkModel::DroppedColumn, Qt::ForegroundRole).value<QColor>(), Theme::light().bad);
        QVERIFY(cell(model, SinkModel::DroppedColumn, Qt::ToolTipRole).toString().contains(u"neither in memory"));
    }

    void onlyWhatLooksDifferentIsReported()
    {
        SinkModel model;
        std::vector<SinkHealth> sinks{sink("storage", SinkState::Up), sink("redis", SinkState::Up)};
        model.setSinks(sinks);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setSinks(sinks);
        QCOMPARE(changes.count(), 0);
        sinks[1].backlog = 5;
        sinks[1].spooled = 3;
        sinks[0].ratePerSecond = 0.4; // shown as 0, as before
        model.setSinks(sinks);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes[0][0].toModelIndex(), model.index(1, SinkModel::BacklogColumn));
        QCOMPARE(changes[0][1].toModelIndex(), model.index(1, SinkModel::SpooledColumn));
        sinks[0].lastError = QStringLiteral("disk full"); // only in a tool tip
        sinks[0].state = SinkState::Failing;
        model.setSinks(sinks);
        QCOMPARE(changes.count(), 2);
        QCOMPARE(resets.count(), 0);
        sinks.pop_back();
        model.setSinks(sinks);
        QCOMPARE(resets.count(), 1);
    }

    void modelFollowsRandomHealth()
    {
        SinkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            std::vector<SinkHealth> sinks;
            for (const char *name : {"storage", "redis", "other"}) {
                if (round % 30 != 0 && random() % 4 == 0)
                    continue;
                sinks.push_back(sink(name, static_cast<SinkState>(random() % 6), random() % 3));
                sinks.back().dropped = random() % 2;
            }
            model.setSinks(sinks);
            QCOMPARE(model.rowCount(), static_cast<int>(sinks.size()));
            for (int row = 0; row < model.rowCount(); ++row) {
                const SinkHealth &expected = sinks[static_cast<std::size_t>(row)];
                const auto text = [&](int column) { return model.index(row, column).data().toString(); };
                QCOMPARE(text(SinkModel::NameColumn), sinkName(expected.name));
                QCOMPARE(text(SinkModel::BacklogColumn), format::count(expected.backlog));
                QCOMPARE(text(SinkModel::DroppedColumn), format::count(expected.dropped));
            }
        }
    }

    void viewSaysInFullWhatIsWrong()
    {
        SinkView view(Theme::dark());
        view.resize(900, 190);
        view.show();
        const auto *trouble = view.findChild<QPlainTextEdit *>(QStringLiteral("sinkTrouble"));
        view.setSinks({sink("storage", SinkState::Up)});
        QVERIFY(!trouble->isVisible());
        SinkHealth redis = sink("redis", SinkState::Failing, 3);
        redis.lastError = QStringLiteral("Connection refused by 127.0.0.1:6379");
        view.setSinks({sink("storage", SinkState::Refused), redis});
        QVERIFY(trouble->isVisible());
        for (const char *part : {"Storage (REFUSED)", "Trying again does not help", "Redis (FAILING)",
                                 "Connection refused by 127.0.0.1:6379", "kept on disk and sent in order"})
            QVERIFY2(trouble->toPlainText().contains(QLatin1String(part)), part);
        // Figures that go on must not take the selection away.
        auto *table = view.findChild<QTableView *>(QStringLiteral("sinks"));
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Down);
        redis.backlog = 4;
        view.setSinks({sink("storage", SinkState::Refused), redis});
        QCOMPARE(table->currentIndex().row(), 1);
    }

    void chipsTellStateAndBacklog()
    {
        const Theme theme = Theme::dark();
        StatusChips chips(theme);
        show(chips, {sink("storage", SinkState::Up)});
        QCOMPARE(chip(chips, "chipStorage")->text(), QStringLiteral("Storage up"));
        QCOMPARE(colourOf(chip(chips, "chipStorage")), theme.dimText);
        QVERIFY(!chip(chips, "chipRedis")->isVisibleTo(&chips));
        show(chips, {sink("storage", SinkState::Refused), sink("redis", SinkState::Replaying, 12'345)});
        QCOMPARE(chip(chips, "chipStorage")->text(), QStringLiteral("Storage REFUSED"));
        QCOMPARE(colourOf(chip(chips, "chipStorage")), theme.bad);
        QVERIFY(chip(chips, "chipRedis")->isVisibleTo(&chips));
        QCOMPARE(chip(chips, "chipRedis")->text(), QStringLiteral("Redis %1 behind").arg(format::count(12'345)));
        show(chips, {sink("storage", SinkState::Failing, 2)});
        QCOMPARE(chip(chips, "chipStorage")->text(), QStringLiteral("Storage FAILING, 2 behind"));
        QVERIFY(chip(chips, "chipStorage")->toolTip().contains(u"kept on disk"));
        QVERIFY(!chip(chips, "chipRedis")->isVisibleTo(&chips));
    }

    void whatPatternsLackOfThePastIsSaid()
    {
        const Theme theme = Theme::dark();
        StatusChips chips(theme);
        HealthBoard::Snapshot health;
        health.pipeline.isScanning = true;
        const auto show = [&] { chips.show(health, Session::Regular, 30); };
        show();
        QVERIFY(!chip(chips, "chipPatterns")->isVisibleTo(&chips));
        health.symbolsLeftCold = 7'000;
        health.patternsWanted = 500;
        health.patternsReady = 312;
        show();
        QVERIFY(chip(chips, "chipPatterns")->isVisibleTo(&chips));
        QCOMPARE(chip(chips, "chipPatterns")->text(), QStringLiteral("patterns ready for 312 of 500 symbols"));
        health.patternsReady = 500;
        show();
        QCOMPARE(chip(chips, "chipPatterns")->text(),
                 QStringLiteral("past of %1 symbols when looked at").arg(format::count(7'000)));
        QVERIFY(chip(chips, "chipPatterns")->toolTip().contains(u"no further than today"));
        health.symbolsLeftCold = 0;
        show();
        QVERIFY(!chip(chips, "chipPatterns")->isVisibleTo(&chips));
    }

    void lossOnTheWayToASinkIsRed()
    {
        const Theme theme = Theme::dark();
        StatusChips chips(theme);
        SinkHealth redis = sink("redis", SinkState::Up);
        show(chips, {redis});
        QCOMPARE(colourOf(chip(chips, "chipLoss")), theme.dimText);
        redis.dropped = 17;
        show(chips, {redis});
        QCOMPARE(colourOf(chip(chips, "chipLoss")), theme.bad);
        QVERIFY(chip(chips, "chipLoss")->text().contains(u"dropped 17"));
    }

    void theHealthLineNamesThem()
    {
        HealthBoard::Snapshot health;
        health.sinks = {sink("storage", SinkState::Up)};
        QString line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"Storage up") && !line.contains(u"Redis"), qPrintable(line));
        health.sinks.push_back(sink("redis", SinkState::Failing, 9));
        line = StatusChips::healthLine(health, Session::Regular, 30);
        QVERIFY2(line.contains(u"Redis FAILING, 9 behind"), qPrintable(line));
    }

    void thePanelHasThemInShort()
    {
        ConnectionPanel panel(Theme::dark());
        HealthBoard::Snapshot health;
        health.sinks = {sink("storage", SinkState::Up), sink("redis", SinkState::Failing, 9)};
        health.sinks[1].lastError = QStringLiteral("<gone>");
        panel.show(health);
        QString all;
        for (const QLabel *label : panel.findChildren<QLabel *>())
            all += label->text();
        for (const char *part : {"Storage", "Redis", "FAILING", "9 behind", "&lt;gone&gt;"})
            QVERIFY2(all.contains(QLatin1String(part)), part);
    }
};

QTEST_MAIN(SinksTest)
#include "tst_sinks.moc"
