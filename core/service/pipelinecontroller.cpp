// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/pipelinecontroller.h"

#include "core/service/rankmovers.h"
#include "core/service/subscriptionlist.h"
#include "core/types/askthread.h"
#include "core/types/threadcheck.h"

namespace tickstock {

namespace {

/// About 60 MB of ticks: several seconds of the whole market while the pipeline catches up.
constexpr std::size_t MaxQueuedTicks = 500'000;

} // namespace

PipelineController::PipelineController(const ServiceOptions &options, SymbolTable &symbols,
                                       SubscriptionList &subscriptions)
    : m_options(options)
    , m_symbols(symbols)
    , m_queue(MaxQueuedTicks)
    , m_thread(QStringLiteral("pipeline"))
{
    connect(&subscriptions, &SubscriptionList::removed, this, &PipelineController::forget);
}

void PipelineController::start(MessageBus &bus, WriteQueue &store, MarketMailbox &mailbox, HealthBoard &health)
{
    assertThreadOf(this);
    m_thread.start([&] {
        return std::make_unique<PipelineHost>(Pipeline::Parts{m_queue, m_symbols, bus, store, mailbox, health},
                                              m_options);
    });
    m_queue.setWake([this] { m_thread.tryPost([](PipelineHost &host) { host.pipeline.drain(); }); });
}

void PipelineController::stop()
{
    m_thread.postAndWait([](PipelineHost &host) {
        host.pipeline.drain();
        host.pipeline.reportHealth();
    });
    m_thread.stop();
}

OnPipeline PipelineController::port()
{
    return [this](std::function<void(PipelineHost &)> work) { m_thread.tryPost(std::move(work)); };
}

std::optional<MoversAnswer> PipelineController::askMovers(std::vector<MoverList> lists, std::size_t count)
{
    return askThread<MoversAnswer>(m_thread, [this, lists = std::move(lists), count](PipelineHost &host) {
        Pipeline &pipeline = host.pipeline;
        return rankMovers(lists, count, pipeline.marketNow(), pipeline.quotes(), pipeline.scanner(), m_symbols);
    });
}

void PipelineController::forget(const QStringList &removed)
{
    const std::vector<SymbolId> ids = m_symbols.internAll(removed);
    m_thread.tryPost([ids](PipelineHost &host) {
        host.pipeline.interrupt(ids);
        for (const SymbolId id : ids)
            host.pipeline.scanner().forget(id);
    });
}

} // namespace tickstock
