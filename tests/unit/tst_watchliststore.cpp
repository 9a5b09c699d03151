// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storedwatchlists.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/test.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// A desktop on the store that the test has. What is said comes with the next turn of the event loop.
struct TeamDesktop
{
    explicit TeamDesktop(Storage &store, const QString &cacheFile = {})
        : lists([&store](const std::function<void(Storage &)> &work) { work(store); }, true, cacheFile)
    {
        QObject::connect(&lists, &Watchlists::listsRead, &lists, [this](const auto &read) {
            seen = read;
            ++reads;
        });
        QObject::connect(&lists, &Watchlists::saved, &lists, [this](const QString &, qint64 now) { version = now; });
        QObject::connect(&lists, &Watchlists::notSaved, &lists,
                         [this](const QString &, Watchlists::Problem given) { problem = given; });
    }

    StoredWatchlists lists;
    std::vector<Watchlist> seen;
    int reads = 0;
    qint64 version = -1;
    std::optional<Watchlists::Problem> problem;
};

} // namespace

/// Watchlists in the store, of one desktop and of a team.
class WatchlistStoreTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SqliteStorage> m_store;

    QString file() const { return m_directory->filePath(QStringLiteral("t.sqlite")); }
    static Watchlist list(const char *id, const char *name, std::initializer_list<const char *> symbols, int place = 0)
    {
        Watchlist made;
        made.id = QString::fromLatin1(id);
        made.name = QString::fromLatin1(name);
        made.place = place;
        made.groups.emplace_back();
        for (const char *symbol : symbols)
            made.groups.front().symbols.push_back({QString::fromLatin1(symbol), {}, {}});
        return made;
    }
    /// What was posted has been delivered.
    static void settle() { QCoreApplication::sendPostedEvents(); }
    static QString symbols(const TeamDesktop &desktop)
    {
        QStringList all;
        for (const Watchlist &each : desktop.seen)
            all.append(each.name + u':' + symbolsOf(each).join(u','));
        return all.join(u' ');
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<SqliteStorage>(file());
        QVERIFY(m_store->open());
    }

    void listsAreKeptAsTheyAre()
    {
        Watchlist kept = list("1", "Mine", {"MSFT", "AAPL"}, 2);
        kept.columns = "{\"sort\":{\"by\":\"last\"}}";
        kept.groups.push_back(
            {QStringLiteral("Banks"),
             {{QStringLiteral("JPM"), QStringLiteral("red"), QStringLiteral("it's \"big\", \u00fc\U0001f4c8")}}});
        kept.groups.push_back({QStringLiteral("Empty"), {}});
        QCOMPARE(*m_store->saveWatchlist(kept), 1);
        QVERIFY(m_store->saveWatchlist(list("2", "First", {}, 1)));
        m_store = std::make_unique<SqliteStorage>(file());
        QVERIFY(m_store->open());
        const auto read = m_store->watchlists();
        QVERIFY(read);
        QCOMPARE(read->size(), 2u);
        QCOMPARE(read->at(0).id, QStringLiteral("2")); // by their places
        QVERIFY(read->at(1).saysTheSame(kept));
        QCOMPARE(read->at(1).columns, kept.columns);
        QCOMPARE(read->at(1).version, 1);
        QVERIFY(m_store->removeWatchlist(QStringLiteral("1")));
        QCOMPARE(m_store->watchlistVersions()->size(), 1u);
    }

    void nobodyWritesOverWhatHeHasNotSeen()
    {
        Watchlist one = list("1", "Mine", {"A"});
        one.version = *m_store->saveWatchlist(one);
        Watchlist other = one;
        other.groups.front().symbols.push_back({QStringLiteral("B"), {}, {}});
        QCOMPARE(*m_store->saveWatchlist(other), 2);
        one.name = QStringLiteral("Ours");
        const auto refused = m_store->saveWatchlist(one);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
        QCOMPARE(symbolsOf(m_store->watchlists()->front()).join(u' '), QStringLiteral("A B"));
        QCOMPARE(*m_store->saveWatchlist(other), 2); // again, because the answer was lost: nothing has changed
        QVERIFY(m_store->removeWatchlist(QStringLiteral("1")));
        other.name = QStringLiteral("Gone");
        const auto gone = m_store->saveWatchlist(other);
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, ErrorCode::NotFound);
    }

    /// Widths that are dragged on two desktops meet no conflict, and tell nobody that a list has changed.
    void columnsAreNoChangeOfTheList()
    {
        QVERIFY(m_store->saveWatchlist(list("1", "Mine", {"A"})));
        QVERIFY(m_store->saveWatchlistColumns(QStringLiteral("1"), "{\"widths\":[76]}"));
        QCOMPARE(m_store->watchlists()->front().columns, QByteArray("{\"widths\":[76]}"));
        QCOMPARE(m_store->watchlistVersions()->at(QStringLiteral("1")), 1);
        QVERIFY(m_store->saveWatchlistColumns(QStringLiteral("1"), "no JSON"));
        QVERIFY(m_store->watchlists()->front().columns.isEmpty());
    }

    void savesFollowEachOtherWithoutWaiting()
    {
        TeamDesktop desktop(*m_store);
        QVERIFY(!desktop.lists.newest());
        desktop.lists.start();
        QVERIFY(desktop.lists.newest() && desktop.lists.newest()->empty());
        Watchlist mine = list("1", "Mine", {"A"});
        for (const char *symbol : {"B", "C", "D"}) {
            desktop.lists.saveList(mine); // always over version 0, which is what has been seen
            mine.groups.front().symbols.push_back({QString::fromLatin1(symbol), {}, {}});
        }
        desktop.lists.saveList(mine);
        settle();
        QCOMPARE(desktop.version, 4);
        QVERIFY(!desktop.problem);
        QCOMPARE(symbolsOf(desktop.lists.newest()->front()).join(u' '), QStringLiteral("A B C D"));
        desktop.lists.look();
        settle();
        QCOMPARE(desktop.reads, 1); // its own changes are no news
        desktop.lists.readLists();
        settle();
        QCOMPARE(symbols(desktop), QStringLiteral("Mine:A,B,C,D"));
    }

    void othersSeeWhatHasChanged()
    {
        TeamDesktop one(*m_store), other(*m_store);
        one.lists.start();
        other.lists.start();
        one.lists.saveList(list("1", "Mine", {"A"}));
        settle();
        QCOMPARE(symbols(other), QString());
        other.lists.look();
        settle();
        QCOMPARE(symbols(other), QStringLiteral("Mine:A"));
        other.lists.look();
        settle();
        QCOMPARE(other.reads, 2); // at the start, and the change
        other.lists.removeList(QStringLiteral("1"));
        one.lists.look();
        settle();
        QCOMPARE(symbols(one), QString());
        one.lists.saveList(list("1", "Mine", {"B"})); // taken back
        other.lists.look();
        settle();
        QCOMPARE(symbols(other), QStringLiteral("Mine:B"));
    }

    void whoComesTooLateIsToldWhatThereIs()
    {
        TeamDesktop one(*m_store), other(*m_store);
        one.lists.saveList(list("1", "Mine", {"A"}));
        other.lists.start();
        settle();
        Watchlist late = other.seen.front();
        Watchlist changed = list("1", "Mine", {"A", "B"});
        changed.version = one.version;
        one.lists.saveList(changed);
        late.name = QStringLiteral("Late");
        QTest::ignoreMessage(QtWarningMsg, "a watchlist is not saved: the list has been changed meanwhile");
        other.lists.saveList(late);
        settle();
        QCOMPARE(other.problem, std::optional(Watchlists::Problem::Changed));
        QCOMPARE(symbols(other), QStringLiteral("Mine:A,B"));
        late = other.seen.front();
        late.name = QStringLiteral("Late");
        other.lists.saveList(late);
        one.lists.look();
        settle();
        QCOMPARE(symbols(one), QStringLiteral("Late:A,B"));
    }

    void aStoreThatIsAwaySaysSo()
    {
        SqliteStorage away(m_directory->filePath(QStringLiteral("no/such/folder/t.sqlite")));
        TeamDesktop desktop(away);
        QSignalSpy notRead(&desktop.lists, &Watchlists::notRead);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^the watchlists are not read: ")));
        desktop.lists.start();
        settle();
        QCOMPARE(notRead.size(), 1);
        desktop.lists.look();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^a watchlist is not saved: ")));
        desktop.lists.saveList(list("1", "Mine", {"A"}));
        settle();
        QCOMPARE(desktop.problem, std::optional(Watchlists::Problem::Away));
    }

    /// A start while the server is away shows what it had, and takes nothing for saved.
    void whatAServerHadIsShownWhileItIsAway()
    {
        const QString cache = m_directory->filePath(QStringLiteral("watchlists.json"));
        Watchlist mine = list("1", "Mine", {"A"}, 4);
        mine.columns = "{\"widths\":[76]}";
        {
            TeamDesktop desktop(*m_store, cache);
            desktop.lists.start();
            desktop.lists.saveList(mine);
            settle();
        }
        SqliteStorage away(m_directory->filePath(QStringLiteral("no/such/folder/t.sqlite")));
        TeamDesktop desktop(away, cache);
        desktop.lists.start();
        settle();
        QCOMPARE(desktop.lists.newest()->size(), 1u);
        QCOMPARE(desktop.seen.size(), 1u);
        QVERIFY(desktop.seen.front().saysTheSame(mine));
        QCOMPARE(desktop.seen.front().columns, mine.columns);
        QCOMPARE(desktop.seen.front().version, 1);
        QVERIFY(!desktop.problem);
        desktop.lists.saveList(desktop.seen.front());
        settle();
        QCOMPARE(desktop.problem, std::optional(Watchlists::Problem::Away));
        QFile::remove(cache);
        TeamDesktop another(away, cache);
        another.lists.start();
        settle();
        QCOMPARE(another.reads, 0);
        QVERIFY(!another.lists.newest()); // which is not the same as none
    }
};

QTEST_GUILESS_MAIN(WatchlistStoreTest)
#include "tst_watchliststore.moc"
