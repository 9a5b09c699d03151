// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/historycontroller.h"
#include "core/service/subscriptionlist.h"
#include "core/storage/sqlitestorage.h"
#include "core/types/workerthread.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// A store in a thread of its own.
struct StoreThread final : QObject
{
    StoreThread() { (void)storage.open(); }
    SqliteStorage storage{QStringLiteral(":memory:")};
};

} // namespace

/// The history's owner, with real threads and without a REST server: what the store holds is all there is.
class HistoryControllerTest final : public Test
{
    Q_OBJECT

private:
    ServiceOptions m_options;
    SymbolTable m_symbols;
    WriteQueue m_writes{1'000};
    HealthBoard m_health;
    SubscriptionList m_subscriptions;
    std::unique_ptr<WorkerThread<StoreThread>> m_store;
    std::unique_ptr<HistoryController> m_history;
    std::atomic_int m_storeCalls = 0;

    void write(const WriteBatch &batch)
    {
        m_store->postAndWait([&](StoreThread &store) { (void)store.storage.write(batch); });
    }
    void finishHistory()
    {
        std::atomic_bool isDone = false;
        m_history->port()([&](HistoryWorker &) { isDone = true; });
        QTRY_VERIFY(isDone);
    }

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_storeCalls = 0;
        m_store = std::make_unique<WorkerThread<StoreThread>>(QStringLiteral("storage"));
        m_store->start([] { return std::make_unique<StoreThread>(); });
        m_history = std::make_unique<HistoryController>(
            m_options, m_subscriptions, m_health, [this](const std::function<void(Storage &)> &work) {
                ++m_storeCalls;
                m_store->tryPost([work](StoreThread &store) { work(store.storage); });
            });
    }
    void cleanup()
    {
        m_history->stopReading();
        m_store->stop();
        m_history->stop();
        m_history.reset();
        m_store.reset();
    }

    void aChartGetsWhatIsStored()
    {
        const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
        const Timestamp start = now.floorTo(OneMinute) - OneMinute * 60 * 24 * 3;
        WriteBatch batch;
        for (int i = 0; i < 3; ++i)
            batch.minutes.push_back({QStringLiteral("AAPL"), bar(start + OneMinute * i, 10, 11, 9, 10, 100)});
        write(batch);
        m_history->start(m_writes, m_symbols);
        std::optional<SymbolHistory> loaded;
        connect(m_history.get(), &HistoryController::historyLoaded, this, [&](const SymbolHistory &history) {
            if (history.isComplete)
                loaded = history;
        });
        m_history->load(QStringLiteral("AAPL"));
        QTRY_VERIFY(loaded);
        QCOMPARE(loaded->symbol, QStringLiteral("AAPL"));
        QCOMPARE(loaded->minutes.size(), 3u);
        QCOMPARE(loaded->minutes.front().start, start);
    }

    /// Another symbol's hole stays in the store, where it waits for a run that wants the symbol.
    void holesOfWantedSymbolsAreTakenUp()
    {
        m_subscriptions.begin({QStringLiteral("AAPL")});
        m_history->start(m_writes, m_symbols);
        const Timestamp from = at("2025-03-10 09:30");
        const auto hole = [from](const QString &symbol) {
            Gap gap;
            gap.connection = {1};
            gap.symbol = symbol;
            gap.from = from;
            gap.to = from + OneMinute;
            gap.cause = QStringLiteral("stalled");
            return gap;
        };
        m_history->restoreGaps({hole(QStringLiteral("NVDA")), hole(QStringLiteral("AAPL"))});
        QTRY_VERIFY(m_health.snapshot().gaps.list && !m_health.snapshot().gaps.list->empty());
        const GapList gaps = m_health.snapshot().gaps.list;
        QCOMPARE(gaps->size(), 1u);
        QCOMPARE(gaps->front().symbol, QStringLiteral("AAPL"));
        QVERIFY(!gaps->front().isRepaired());
    }

    /// The store closes next.
    void nothingIsReadOnceItStops()
    {
        m_history->start(m_writes, m_symbols);
        m_history->stopReading();
        CHECKED(finishHistory());
        const int before = m_storeCalls;
        m_history->load(QStringLiteral("AAPL"));
        m_history->readRecords(QStringLiteral("AAPL"), {});
        m_history->warmUpAll();
        CHECKED(finishHistory());
        QCOMPARE(m_storeCalls.load(), before);
    }

    /// It is asked once a second from the start on.
    void asksForNothingBeforeItIsStarted()
    {
        m_history->poll(false);
        m_history->load(QStringLiteral("AAPL"));
        m_history->repairAll(m_symbols);
        QCOMPARE(m_storeCalls.load(), 0);
        QVERIFY(!m_history->isStarted());
        QVERIFY(!m_health.snapshot().isPolled);
    }
};

QTEST_GUILESS_MAIN(HistoryControllerTest)
#include "tst_historycontroller.moc"
