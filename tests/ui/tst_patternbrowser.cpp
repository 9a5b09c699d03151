// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakecore.h"
#include "tests/support/test.h"
#include "ui/common/emptytableview.h"
#include "ui/patterns/patternbrowser.h"
#include "ui/patterns/patternmodel.h"
#include "ui/patterns/patternsketch.h"
#include "ui/patterns/patterntext.h"
#include "ui/patterns/recordmodel.h"

#include <QAbstractItemModelTester>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

class PatternBrowserTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<FakeCore> m_fake;
    QPointer<PatternBrowser> m_browser;

    QTableView *list() const { return m_browser->findChild<QTableView *>(QStringLiteral("patternList")); }
    QPushButton *button(QDialogButtonBox::StandardButton which) const
    {
        return m_browser->findChild<QDialogButtonBox *>()->button(which);
    }
    static SymbolRecords hammers(const QString &symbol)
    {
        SymbolRecords records{symbol, {}, 12, 250};
        PatternRecord &record = records.records[{QStringLiteral("Hammer"), Timeframe::Min5, Direction::Long}];
        record.cases = 31;
        record.after[0] = {30, -0.125, 14};
        return records;
    }

private Q_SLOTS:
    void init()
    {
        m_fake = std::make_unique<FakeCore>();
        m_browser = new PatternBrowser(m_fake->patterns, Theme::dark(), QStringLiteral("AAPL"));
        m_browser->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_browser));
    }
    void cleanup() { delete m_browser.data(); }

    /// Else what is not known yet would be replaced by the usual settings.
    void nothingCanBeChangedBeforeWhatIsOnIsKnown()
    {
        delete m_browser.data();
        m_fake->patterns.isRead = false;
        m_browser = new PatternBrowser(m_fake->patterns, Theme::dark(), QStringLiteral("AAPL"));
        QVERIFY(!button(QDialogButtonBox::Ok)->isEnabled() && !button(QDialogButtonBox::Apply)->isEnabled());
        QVERIFY(button(QDialogButtonBox::Cancel)->isEnabled() && !list()->isEnabled());
        PatternSettings kept;
        kept.setOn("Doji", Timeframe::Min1, !kept.isOn("Doji", Timeframe::Min1));
        m_fake->patterns.settings = kept;
        m_fake->patterns.isRead = true;
        Q_EMIT m_fake->patterns.settingsRead();
        button(QDialogButtonBox::Ok)->click();
        QCOMPARE(m_fake->patterns.settings, kept);
    }

    void everyPatternIsDrawnAndExplained()
    {
        for (const PatternKind &kind : patternKinds()) {
            const QByteArray name(kind.name.data(), static_cast<qsizetype>(kind.name.size()));
            QVERIFY2(!patternRule(kind.name).isEmpty(), name.constData());
            QVERIFY2(sketchOf(kind.name).size() >= 5, name.constData());
        }
        QVERIFY(sketchOf("Hamm").empty());
    }

    /// The last candle of each drawing completes the pattern that it stands for.
    void whatIsDrawnIsThePattern()
    {
        for (const CandlestickPattern &pattern : candlestickPatterns()) {
            Candles candles;
            for (const Bar &bar : sketchOf(pattern.name))
                candles.push(bar);
            const auto value = evaluate(pattern, candles, pattern.penetration);
            QVERIFY2(value.value_or(0) != 0, std::string(pattern.name).c_str());
        }
    }

    void boxesSwitchPatternsWhereTheyMakeSense()
    {
        PatternModel model{PatternSettings()};
        const QAbstractItemModelTester tester(&model);
        const int hammer = static_cast<int>(patternKind("Hammer") - patternKinds().data());
        const QModelIndex box = model.index(hammer, PatternModel::Min1Column);
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
        QVERIFY(model.setData(box, Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.settings().isOn("Hammer", Timeframe::Min1));
        const int narrow = static_cast<int>(patternKind("NR7") - patternKinds().data());
        const QModelIndex noBox = model.index(narrow, PatternModel::Min1Column);
        QVERIFY(!noBox.data(Qt::CheckStateRole).isValid());
        QVERIFY(!model.setData(noBox, Qt::Checked, Qt::CheckStateRole));
    }

    void aCellIsItsBox()
    {
        m_browser->select(QStringLiteral("Hammer"));
        const QModelIndex box = list()->currentIndex().siblingAtColumn(PatternModel::Min1Column);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(box).center());
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));
        list()->setCurrentIndex(box);
        QTest::keyClick(list(), Qt::Key_Space);
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    }

    /// From typing a name to switching its box, without the mouse.
    void theKeyboardGetsFromTheFilterToABox()
    {
        auto *filter = m_browser->findChild<QLineEdit *>();
        m_browser->show();
        m_browser->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_browser.get()));
        filter->setFocus();
        QTest::keyClicks(filter, QStringLiteral("hammer"));
        QTest::keyClick(filter, Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), list());
        const QModelIndex box = list()->currentIndex();
        QCOMPARE(box.column(), int(PatternModel::Min5Column));
        const int before = box.data(Qt::CheckStateRole).toInt();
        QTest::keyClick(list(), Qt::Key_Space);
        QVERIFY(box.data(Qt::CheckStateRole).toInt() != before);
        QCOMPARE(filter->text(), QStringLiteral("hammer"));
        const QModelIndex name = box.siblingAtColumn(PatternModel::NameColumn);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(name).center());
        QTest::keyClick(list(), Qt::Key_Space);
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), before);
        filter->clear();
    }

    void nothingCountsBeforeItIsApplied()
    {
        m_browser->select(QStringLiteral("BearFlag"));
        QCOMPARE(list()->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("BullFlag / BearFlag"));
        auto boxes = m_browser->findChildren<QDoubleSpinBox *>();
        QVERIFY(!boxes.isEmpty());
        const auto poleOn5 = std::find_if(boxes.begin(), boxes.end(), [](QDoubleSpinBox *box) {
            return box->accessibleName() == u"pole range 5 min";
        });
        QVERIFY(poleOn5 != boxes.end());
        (*poleOn5)->setValue(4);
        QCOMPARE(m_fake->patterns.settings, PatternSettings());
        button(QDialogButtonBox::Apply)->click();
        QCOMPARE(m_fake->patterns.settings.parameter("BullFlag", Timeframe::Min5, "pole_range"), 4);
        QCOMPARE(m_fake->patterns.settings.parameter("BullFlag", Timeframe::Min15, "pole_range"), 3);
        button(QDialogButtonBox::RestoreDefaults)->click();
        button(QDialogButtonBox::Cancel)->click();
        QVERIFY(m_fake->patterns.settings != PatternSettings());
    }

    void theFilterFindsByAnyPart()
    {
        auto *filter = m_browser->findChild<QLineEdit *>();
        QTest::keyClicks(filter, QStringLiteral("shoulders"));
        QCOMPARE(list()->model()->rowCount(), 1);
        QTest::keyClicks(filter, QStringLiteral("xyz"));
        QCOMPARE(list()->model()->rowCount(), 0);
    }

    void theRecordIsOfTheSymbolOnScreen()
    {
        QCOMPARE(m_fake->patterns.recordRequests, QStringList{QStringLiteral("AAPL")});
        m_browser->select(QStringLiteral("Hammer"));
        auto *table = m_browser->findChild<EmptyTableView *>();
        Q_EMIT m_fake->patterns.recordsRead(hammers(QStringLiteral("MSFT"))); // an answer to somebody else
        QCOMPARE(table->model()->rowCount(), 0);
        Q_EMIT m_fake->patterns.recordsRead(hammers(QStringLiteral("AAPL")));
        QCOMPARE(table->model()->rowCount(), 1);
        const auto cell = [&](int column) { return table->model()->index(0, column).data().toString(); };
        QCOMPARE(cell(RecordModel::CasesColumn), QStringLiteral("31"));
        QVERIFY2(cell(RecordModel::FirstAfterColumn).endsWith(u"14 of 30"),
                 qPrintable(cell(RecordModel::FirstAfterColumn)));
        QVERIFY(cell(RecordModel::FirstAfterColumn).startsWith(u'\u2212'));
        QCOMPARE(cell(RecordModel::FirstAfterColumn + 1), QStringLiteral("\u2013")); // none stored
        m_browser->select(QStringLiteral("Doji"));
        QCOMPARE(table->model()->rowCount(), 0);
    }
};

QTEST_MAIN(PatternBrowserTest)
#include "tst_patternbrowser.moc"
