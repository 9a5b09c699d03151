// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/service/pipelinecontroller.h"
#include "core/service/subscriptionlist.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QTest>

#include <atomic>

using namespace tickstock;
using namespace tickstock::test;

/// The pipeline's owner, with a real thread: what is queued when, and what becomes of it at the end.
class PipelineControllerTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_open = at("2025-03-10 09:30");
    ServiceOptions m_options;
    SymbolTable m_symbols;
    const SymbolId m_aapl = *m_symbols.intern(std::string_view("AAPL"));
    InProcessBus m_bus, m_desk;
    WriteQueue m_store{1'000'000};
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    SubscriptionList m_subscriptions;
    std::unique_ptr<PipelineController> m_pipeline;

    TickBatchPtr batch(const std::vector<Tick> &ticks) const
    {
        auto made = std::make_shared<TickBatch>();
        made->connection = {1};
        made->received = ticks.back().end;
        made->ticks = ticks;
        return made;
    }
    void start() { m_pipeline->start(m_bus, m_desk, m_store, m_mailbox, m_health); }

private Q_SLOTS:
    void init()
    {
        (void)m_store.takeAll();
        m_options = {};
        m_options.settings.marketClock = MarketClockMode::Feed;
        m_pipeline = std::make_unique<PipelineController>(m_options, m_symbols, m_subscriptions);
    }

    void everythingReceivedIsWorkedOffBeforeTheEnd()
    {
        constexpr int Seconds = 60 * 30;
        start();
        for (int i = 0; i < Seconds; ++i) {
            const Tick tick = second(m_aapl, m_open + OneSecond * i, 10, 11, 9, 10, 100);
            QCOMPARE(m_pipeline->queue().push(batch({tick}), 1), 0u);
        }
        m_pipeline->stop();
        QCOMPARE(m_store.takeAll().ticks.size(), std::size_t(Seconds));
        QCOMPARE(m_health.snapshot().pipeline.ticks, quint64(Seconds));
    }

    void workForAThreadThatIsNotThereIsDropped()
    {
        std::atomic_int done = 0;
        const OnPipeline port = m_pipeline->port();
        port([&](PipelineHost &) { ++done; });
        start();
        port([&](PipelineHost &) { ++done; });
        m_pipeline->stop();
        QCOMPARE(done.load(), 1);
        port([&](PipelineHost &) { ++done; });
        QCOMPARE(done.load(), 1);
    }

    /// Else it would be stored as if all of it had been seen.
    void theMinuteInWhichASymbolIsRemovedIsNotWhole()
    {
        start();
        m_subscriptions.begin({QStringLiteral("AAPL")});
        for (int i = 0; i < 90; ++i)
            m_pipeline->queue().push(batch({second(m_aapl, m_open + OneSecond * i, 10, 11, 9, 10, 100)}), 1);
        std::atomic_bool drained = false;
        m_pipeline->port()([&](PipelineHost &host) {
            host.pipeline.drain();
            drained = true;
        });
        QTRY_VERIFY(drained);
        m_subscriptions.remove({QStringLiteral("AAPL")});
        for (int i = 240; i < 260; ++i)
            m_pipeline->queue().push(batch({second(m_aapl, m_open + OneSecond * i, 10, 11, 9, 10, 100)}), 1);
        m_pipeline->stop();
        std::vector<Timestamp> whole;
        for (const StoredMinute &minute : m_store.takeAll().minutes)
            whole.push_back(minute.bar.start);
        QCOMPARE(whole, std::vector<Timestamp>{m_open});
    }
};

QTEST_GUILESS_MAIN(PipelineControllerTest)
#include "tst_pipelinecontroller.moc"
