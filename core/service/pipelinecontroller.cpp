// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/pipelinecontroller.h"

#include "core/api/quotejson.h"
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
    connect(&subscriptions, &SubscriptionList::visibleChanged, this, &PipelineController::followPrints);
}

void PipelineController::start(MessageBus &bus, MessageBus &desk, WriteQueue &store, MarketMailbox &mailbox,
                               HealthBoard &health)
{
    assertThreadOf(this);
    m_thread.start([&] {
        auto host =
            std::make_unique<PipelineHost>(Pipeline::Parts{m_queue, m_symbols, bus, store, mailbox, health}, m_options);
        Pipeline &pipeline = host->pipeline;
        host->desk =
            std::make_unique<QuoteDesk>(QuoteDesk::Parts{m_quotes, pipeline.quotes(), m_symbols, mailbox, desk, health,
                                                         [&pipeline] { return pipeline.marketNow(); }});
        if (m_options.isUnattended) // nothing is on screen: every symbol may be asked for
            pipeline.quotes().prints().followAll();
        return host;
    });
    m_quotes.setWake([this] { m_thread.tryPost([](PipelineHost &host) { host.desk->drain(); }); });
    m_queue.setWake([this] { m_thread.tryPost([](PipelineHost &host) { host.pipeline.drain(); }); });
}

void PipelineController::stop()
{
    m_thread.postAndWait([this](PipelineHost &host) {
        do
            host.pipeline.drain();
        while (m_queue.weight() > 0);
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

std::optional<QJsonArray> PipelineController::askQuotes(const QStringList &symbols)
{
    return askThread<QJsonArray>(m_thread, [this, symbols](PipelineHost &host) {
        std::vector<SymbolId> known;
        for (const QString &symbol : symbols) {
            if (const auto id = std::as_const(m_symbols).find(symbol))
                known.push_back(*id);
        }
        QJsonArray array;
        if (symbols.isEmpty() || !known.empty()) {
            for (const QuotedLine &line : host.desk->lines(known))
                array.append(api::lineJson(line, m_symbols, host.pipeline.marketNow()));
        }
        return array;
    });
}

std::optional<QJsonArray> PipelineController::askHalts()
{
    return askThread<QJsonArray>(m_thread, [this](PipelineHost &host) {
        QJsonArray array;
        for (const TradingChange &change : host.desk->halts())
            array.append(api::haltJson(change, m_symbols));
        return array;
    });
}

std::optional<QJsonArray> PipelineController::askPrints(const QString &symbol, std::size_t count)
{
    return askThread<QJsonArray>(m_thread, [this, symbol, count](PipelineHost &host) {
        QJsonArray array;
        if (const auto id = std::as_const(m_symbols).find(symbol)) {
            for (const Print &print : host.pipeline.quotes().prints().newest(*id, count))
                array.append(api::printJson(print, m_symbols));
        }
        return array;
    });
}

/// Without a window all are followed anyway.
void PipelineController::followPrints(const QStringList &visible)
{
    if (m_options.isUnattended)
        return;
    m_thread.tryPost(
        [ids = m_symbols.internAll(visible)](PipelineHost &host) { host.pipeline.quotes().prints().follow(ids); });
}

void PipelineController::forget(const QStringList &removed)
{
    const std::vector<SymbolId> ids = m_symbols.internAll(removed);
    m_thread.tryPost([ids](PipelineHost &host) {
        host.pipeline.interrupt(ids);
        host.pipeline.quotes().trading().forget(ids);
        for (const SymbolId id : ids)
            host.pipeline.scanner().forget(id);
    });
}

} // namespace tickstock
