// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/warmup.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/fakevendor.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// What a start fetches by itself, of a store that has nothing.
class WarmUpTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    Timestamp m_now = at("2025-03-10 10:00");
    FakeVendor m_vendor;
    SymbolTable m_symbols;
    std::unique_ptr<SqliteStorage> m_storage;
    std::unique_ptr<WriteQueue> m_store;
    std::unique_ptr<massive::RestClient> m_rest;
    std::unique_ptr<WarmUp> m_warmUp;
    int m_reads = 0;
    QStringList m_minutesOf; // in the order in which they came

    static QStringList names(int count)
    {
        QStringList made;
        for (int i = 0; i < count; ++i)
            made.append(QStringLiteral("S%1").arg(i));
        return made;
    }

private Q_SLOTS:
    void init()
    {
        m_now = at("2025-03-10 10:00");
        m_vendor.asked.clear();
        m_minutesOf.clear();
        m_vendor.answer = [](int, const HttpRequest &request) {
            return HttpResponse::json(
                QJsonDocument(QJsonObject{{QStringLiteral("status"), QStringLiteral("OK")},
                                          {QStringLiteral("ticker"), request.path.section(u'/', 4, 4)},
                                          {QStringLiteral("resultsCount"), 0},
                                          {QStringLiteral("results"), QJsonArray()}}));
        };
        m_storage = std::make_unique<SqliteStorage>(QStringLiteral(":memory:"));
        QVERIFY(m_storage->open());
        m_store = std::make_unique<WriteQueue>(1'000);
        m_rest = std::make_unique<massive::RestClient>(m_vendor.url(), QStringLiteral("k"), 0, QString());
        m_warmUp = std::make_unique<WarmUp>(
            WarmUp::Parts{m_rest.get(),
                          [this](const std::function<void(Storage &)> &read, const std::function<void()> &then) {
                              ++m_reads;
                              read(*m_storage);
                              then();
                          },
                          *m_store, m_symbols, [this] { return m_now; },
                          [this](const QString &symbol, const std::vector<Bar> &) { m_minutesOf.append(symbol); }});
    }
    void cleanup()
    {
        m_warmUp.reset();
        m_rest.reset();
    }

    void whatIsOnTheScreenIsFetchedFirst()
    {
        m_warmUp->setVisible({QStringLiteral("S7")});
        m_warmUp->begin(names(10));
        QTRY_COMPARE_WITH_TIMEOUT(m_minutesOf.size(), 10, Patience);
        QVERIFY2(m_minutesOf.indexOf(QStringLiteral("S7")) < 3, qPrintable(m_minutesOf.join(u' '))); // three at a time
        QCOMPARE(QSet<QString>(m_minutesOf.begin(), m_minutesOf.end()).size(), 10);
    }

    /// The store writes what is due between them.
    void theStoreIsReadAFewSymbolsAtATime()
    {
        m_reads = 0;
        m_warmUp->begin(names(2 * WarmUp::ReadAtOnce + 1));
        QCOMPARE(m_reads, 3 + 3 + 1); // for days, for minutes, for the newest split
    }

    void ofManySymbolsSomeAreFetchedWhenLookedAt()
    {
        constexpr int Left = 5;
        QSignalSpy left(m_warmUp.get(), &WarmUp::leftCold);
        const QStringList symbols = names(WarmUp::FetchedUnasked + Left);
        m_warmUp->begin(symbols);
        QTRY_COMPARE_WITH_TIMEOUT(m_minutesOf.size(), WarmUp::FetchedUnasked, Patience);
        QCOMPARE(left.last().first().toInt(), Left);
        QTRY_COMPARE_WITH_TIMEOUT(m_rest->waiting(), 0, Patience);
        QCOMPARE(m_minutesOf.size(), WarmUp::FetchedUnasked); // and no more
        m_warmUp->setVisible({symbols.last(), symbols.first()});
        QTRY_VERIFY_WITH_TIMEOUT(m_minutesOf.contains(symbols.last()), Patience);
        QCOMPARE(left.last().first().toInt(), Left - 1);
        QTRY_COMPARE_WITH_TIMEOUT(m_rest->waiting(), 0, Patience);
        QCOMPARE(m_minutesOf.count(symbols.first()), 1);       // has been fetched before
        m_warmUp->noteStored(symbols[WarmUp::FetchedUnasked]); // for a chart
        QCOMPARE(left.last().first().toInt(), Left - 2);
        m_warmUp->forget({symbols[WarmUp::FetchedUnasked + 1]});
        QCOMPARE(left.last().first().toInt(), Left - 3);
        m_now = at("2025-03-11 10:00"); // what was left is not what lacks today
        m_warmUp->begin({symbols.first()});
        QTRY_COMPARE_WITH_TIMEOUT(left.last().first().toInt(), 0, Patience);
    }
};

QTEST_GUILESS_MAIN(WarmUpTest)
#include "tst_warmup.moc"
