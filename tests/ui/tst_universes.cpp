// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakecore.h"

#include "core/config/universefile.h"
#include "tests/support/test.h"
#include "ui/universes/universedialog.h"
#include "ui/universes/universeeditor.h"
#include "ui/universes/universeimport.h"

#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <optional>

using namespace tickstock;
using namespace tickstock::test;

/// Editing the symbol lists: what is typed, what is saved, and that nothing of it is lost silently.
class UniversesTest final : public Test
{
    Q_OBJECT

private:
    const QString m_core = QStringLiteral("etf:core");
    const QString m_few = QStringLiteral("tech:few");
    std::unique_ptr<FakeCore> m_fake;
    std::unique_ptr<UniverseDialog> m_dialog;

    static QStringList symbols(const char *text) { return splitSymbols(QString::fromLatin1(text)); }
    template<class T>
    T *find(const char *name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    void click(const char *name) const { find<QPushButton>(name)->click(); }
    void type(const char *text) const
    {
        find<QPlainTextEdit>("universeSymbols")->setPlainText(QString::fromLatin1(text));
    }
    QString shown() const { return find<QPlainTextEdit>("universeSymbols")->toPlainText(); }
    QString count() const { return find<QLabel>("universeCount")->text(); }
    QString message() const { return find<QLabel>("universeMessage")->text(); }
    QStringList labels() const
    {
        const auto *list = find<QListWidget>("universeLists");
        QStringList texts;
        for (int row = 0; row < list->count(); ++row) {
            if (!list->item(row)->isHidden())
                texts.append(list->item(row)->text());
        }
        return texts;
    }
    void select(int row) const { find<QListWidget>("universeLists")->setCurrentRow(row); }
    QMessageBox *question() const
    {
        for (auto *box : m_dialog->findChildren<QMessageBox *>()) {
            if (box->isVisible())
                return box;
        }
        return nullptr;
    }
    void answer(QMessageBox::StandardButton button) const { question()->button(button)->click(); }
    void name(const char *key) const
    {
        click("universeNew");
        auto *input = find<QInputDialog>("universeKey");
        input->setTextValue(QString::fromLatin1(key));
        input->accept();
        QCoreApplication::sendPostedEvents(input, QEvent::DeferredDelete);
    }

private Q_SLOTS:
    void init()
    {
        m_fake = std::make_unique<FakeCore>();
        m_fake->lists.universes = {{m_core, symbols("SPY QQQ")}, {m_few, symbols("AAPL MSFT BRK.B")}};
        m_dialog = std::make_unique<UniverseDialog>(m_fake->lists, Theme::dark());
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_fake.reset();
    }

    void keysHaveOneColon_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *key, bool isGood) { QTest::newRow(key) << QString::fromLatin1(key) << isGood; };
        row("etf:core", true);
        row("sp-500:top_10.v2", true);
        row("etf", false);
        row("etf:", false);
        row(":core", false);
        row("a:b:c", false);
        row("etf:core ", false);
        row("etf:core\n", false);
        row("my list:all", false);
        row("etf:c,d", false);
    }
    void keysHaveOneColon()
    {
        QFETCH(QString, key);
        QFETCH(bool, isGood);
        QCOMPARE(isUniverseKey(key), isGood);
    }

    void typedTextIsTakenApart()
    {
        const TypedSymbols typed = typedSymbols(QStringLiteral("AAPL, msft;\n BRK.B\tAAPL KIMpL A$B aapl, A$B,,"));
        QCOMPARE(typed.symbols, symbols("AAPL MSFT BRK.B KIMpL"));
        QCOMPARE(typed.invalid, QStringList{QStringLiteral("A$B")});
        QCOMPARE(typed.repeated, 2);
        QVERIFY(typedSymbols({}).symbols.isEmpty());
    }

    void listsAreShownWithTheirSizes()
    {
        QCOMPARE(labels(), (QStringList{QStringLiteral("etf:core (2)"), QStringLiteral("tech:few (3)")}));
        QCOMPARE(shown(), QStringLiteral("SPY, QQQ"));
        select(1);
        QCOMPARE(shown(), QStringLiteral("AAPL, MSFT, BRK.B"));
        QTest::keyClicks(find<QLineEdit>("universeFilter"), QStringLiteral("CORE"));
        QCOMPARE(labels(), QStringList{QStringLiteral("etf:core (2)")});
        QVERIFY(!find<QPushButton>("universeSave")->isEnabled());
    }

    void editsAreCountedAndSaved()
    {
        type("SPY QQQ, IWM\nSPY");
        QVERIFY2(count().contains(u"3 symbol") && count().contains(u"1 repetition"), qPrintable(count()));
        QVERIFY(labels().first().contains(u"not saved"));
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY QQQ")); // not before it is asked for
        click("universeSave");
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY QQQ IWM"));
        QCOMPARE(shown(), QStringLiteral("SPY, QQQ, IWM"));
        QCOMPARE(labels().first(), QStringLiteral("etf:core (3)"));
        QVERIFY(!find<QPushButton>("universeSave")->isEnabled());
    }

    void draftsStayWithTheirLists()
    {
        type("SPY");
        select(1);
        type("AAPL");
        select(0);
        QCOMPARE(shown(), QStringLiteral("SPY"));
        m_fake->lists.readUniverses(); // somebody else asked
        QCOMPARE(shown(), QStringLiteral("SPY"));
        click("universeSave");
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY"));
        QCOMPARE(m_fake->lists.universes[m_few], symbols("AAPL"));
    }

    void whatIsNoSymbolIsNamedAndNotSaved()
    {
        type("SPY A$B C(D");
        QVERIFY2(count().contains(u"A$B, C(D"), qPrintable(count()));
        select(1);
        click("universeSave");
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY QQQ"));
        QVERIFY(message().contains(m_core));
        QCOMPARE(shown(), QStringLiteral("SPY A$B C(D")); // brought back to be mended
        type("");
        click("universeSave");
        QVERIFY(m_fake->lists.universes.contains(m_core)); // an empty text is no order to delete
        QVERIFY(message().contains(u"no symbols"));
    }

    void listsAreAdded()
    {
        name("nonsense");
        QVERIFY(message().contains(u"nonsense"));
        QCOMPARE(labels().size(), 2);
        name("my:own");
        QCOMPARE(find<QListWidget>("universeLists")->currentItem()->text(), QStringLiteral("my:own (0), not saved"));
        QVERIFY(shown().isEmpty());
        type("aapl");
        click("universeSave");
        QCOMPARE(m_fake->lists.universes[QStringLiteral("my:own")], symbols("AAPL"));
        name("etf:core"); // there already: shown, not emptied
        QCOMPARE(shown(), QStringLiteral("SPY, QQQ"));
        QVERIFY(!find<QPushButton>("universeSave")->isEnabled());
    }

    void deletingIsConfirmed()
    {
        click("universeDelete");
        QVERIFY(question()->text().contains(m_core));
        answer(QMessageBox::No);
        QVERIFY(m_fake->lists.universes.contains(m_core));
        click("universeDelete");
        answer(QMessageBox::Yes);
        QVERIFY(!m_fake->lists.universes.contains(m_core));
        QCOMPARE(labels(), QStringList{QStringLiteral("tech:few (3)")});
        QCOMPARE(shown(), QStringLiteral("AAPL, MSFT, BRK.B"));
        click("universeDelete");
        answer(QMessageBox::Yes);
        QVERIFY(labels().isEmpty());
        QVERIFY(!find<QPlainTextEdit>("universeSymbols")->isEnabled());
    }

    void closesWithoutAQuestionIfAllIsSaved()
    {
        m_dialog->close();
        QVERIFY(!m_dialog->isVisible());
    }

    void unsavedIsAskedAbout()
    {
        type("SPY");
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        QVERIFY(question()->text().contains(m_core));
        answer(QMessageBox::Cancel);
        QVERIFY(m_dialog->isVisible());
        click("universeClose");
        answer(QMessageBox::Save);
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY"));
        QVERIFY(!m_dialog->isVisible());
    }

    void unsavedIsThrownAwayOnlyWhenSaid()
    {
        type("SPY A$B");
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        answer(QMessageBox::Save);
        QVERIFY(m_dialog->isVisible()); // it cannot be saved
        QVERIFY(message().contains(m_core));
        click("universeClose");
        answer(QMessageBox::Discard);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY QQQ"));
    }

    void refusedByTheStoreItStaysADraft()
    {
        type("SPY");
        const auto before = m_fake->lists.universes;
        m_fake->lists.blockSignals(true); // a store that does not answer at once
        click("universeClose");
        answer(QMessageBox::Save);
        m_fake->lists.blockSignals(false);
        m_fake->lists.universes = before;
        QVERIFY(m_dialog->isVisible());
        Q_EMIT m_fake->lists.notSaved(QStringLiteral("disk full"));
        QVERIFY(message().contains(u"disk full"));
        m_fake->lists.readUniverses();
        QCOMPARE(shown(), QStringLiteral("SPY"));
        QVERIFY(labels().first().contains(u"not saved"));
        click("universeSave");
        QCOMPARE(m_fake->lists.universes[m_core], symbols("SPY"));
        QVERIFY(m_dialog->isVisible()); // it was asked to close when saved, but that failed
    }

    void importsFromAFile()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("mine.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Symbol\nNVDA\nAMD\n");
        file.close();
        m_dialog->importFile(path);
        QTRY_VERIFY(question());
        QVERIFY2(question()->text().contains(u"2 symbol"), qPrintable(question()->text()));
        answer(QMessageBox::Yes);
        QCOMPARE(labels().filter(QStringLiteral("not saved")).size(), 1);
        QCOMPARE(shown(), QStringLiteral("NVDA, AMD"));
        QCOMPARE(m_fake->lists.universes.size(), 2u); // reversible until it is saved
        click("universeSave");
        QCOMPARE(m_fake->lists.universes.size(), 3u);
    }

    void importOfNothingIsExplained()
    {
        m_dialog->importFile(QStringLiteral("/nowhere.csv"));
        QTRY_VERIFY2(message().contains(u"cannot be imported"), qPrintable(message()));
        QVERIFY(!question());
        QVERIFY(find<QPushButton>("universeImport")->isEnabled());
    }

    void filesAreReadOffTheThreadOfTheWindow()
    {
        UniverseFileReader reader;
        std::optional<bool> isRead;
        connect(&reader, &UniverseFileReader::finished, this, [&](const Expected<ImportedUniverses> &read) {
            QCOMPARE(QThread::currentThread(), thread());
            isRead = bool(read);
        });
        reader.read(QStringLiteral("/nowhere.csv"));
        QVERIFY(!isRead); // the answer comes through the event loop
        QTRY_VERIFY(isRead);
        QVERIFY(!*isRead);
    }

    void anEditorTellsEditsFromWhatItIsGiven()
    {
        UniverseEditor editor(Theme::dark());
        int edits = 0;
        connect(&editor, &UniverseEditor::edited, this, [&] { ++edits; });
        auto *symbols = editor.findChild<QPlainTextEdit *>();
        const auto *number = editor.findChild<QLabel *>(QStringLiteral("universeCount"));
        editor.showList(m_core, QStringLiteral("SPY, QQQ"));
        QCOMPARE(edits, 0);
        QVERIFY(number->text().contains(u"2 symbol"));
        symbols->setPlainText(QStringLiteral("SPY A$B"));
        QCOMPARE(edits, 1);
        QCOMPARE(editor.text(), QStringLiteral("SPY A$B"));
        QVERIFY(number->text().contains(u"A$B"));
        editor.showNothing(QStringLiteral("none yet"));
        QCOMPARE(edits, 1);
        QVERIFY(editor.text().isEmpty() && !symbols->isEnabled());
        QCOMPARE(number->text(), QStringLiteral("none yet"));
    }

    void importsSayWhatTheyReplace()
    {
        UniverseDrafts drafts;
        drafts.setStored({{m_core, symbols("SPY")}});
        ImportedUniverses read;
        read.lists = {{m_core, symbols("SPY IWM")}, {m_few, symbols("AAPL")}, {QStringLiteral("bad"), symbols("X")}};
        read.rejected = 3;
        read.problems = QStringList{QStringLiteral("line 7: \"A$B\"")};
        const UniverseOffer offer = offerOf(read, drafts);
        QCOMPARE(offer.lists.size(), 2u);
        for (const char *part :
             {"etf:core: 2 symbol(s), replaces", "tech:few: 1 symbol(s)", "\"bad\" is not", "3 line", "line 7"})
            QVERIFY2(offer.text.contains(QLatin1String(part)), qPrintable(offer.text));
        QVERIFY(offerOf({}, drafts).lists.empty());
        QVERIFY(offerOf({}, drafts).text.contains(u"no symbol list"));
    }

    void namesAreShownInBounds()
    {
        QStringList many;
        for (int i = 0; i < 500; ++i)
            many.append(QString(5'000, u'$'));
        QVERIFY(named(many).size() < 500);
        QVERIFY(named(many).contains(u"492 more"));
    }
};

QTEST_MAIN(UniversesTest)
#include "tst_universes.moc"
