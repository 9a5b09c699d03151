// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/localinterface.h"

#include "core/api/apijson.h"
#include "core/api/apiserver.h"
#include "core/service/feedcontroller.h"
#include "core/service/pipelinecontroller.h"
#include "core/service/storedwatchlists.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

} // namespace

LocalInterface::LocalInterface() = default;
LocalInterface::~LocalInterface() = default;

Outcome LocalInterface::start(const Settings &settings, const HealthBoard &health, MessageBus &bus, MessageBus &desk,
                              FeedController &feed, PipelineController &pipeline, const StoredWatchlists &watchlists)
{
    if (!settings.apiListen)
        return success();
    Outcome outcome = success();
    m_thread = std::make_unique<WorkerThread<ApiServer>>(QStringLiteral("api"));
    m_thread->start([&] {
        ApiServer::Parts parts{health, bus, desk, settings.tickChannel.toUtf8(), {}, {}, {}, {}, {}, {}, {}};
        parts.rebalance = [&feed](bool isDryRun) { return feed.askPlan(!isDryRun); };
        parts.tickers = [&feed](ConnectionId id) { return feed.askTickers(id); };
        parts.movers = [&pipeline](std::vector<MoverList> lists, std::size_t count) {
            return pipeline.askMovers(std::move(lists), count);
        };
        parts.quotes = [&pipeline](const QStringList &symbols) { return pipeline.askQuotes(symbols); };
        parts.halts = [&pipeline] { return pipeline.askHalts(); };
        parts.prints = [&pipeline](const QString &symbol, std::size_t count) {
            return pipeline.askPrints(symbol, count);
        };
        parts.watchlists = [&watchlists] {
            const auto lists = watchlists.newest();
            return lists ? std::optional(api::watchlistsJson(*lists)) : std::nullopt;
        };
        auto server = std::make_unique<ApiServer>(std::move(parts), settings.apiToken);
        const auto [address, port] = *settings.apiListen;
        if (const auto listening = server->listen(address, port); !listening)
            outcome = listening.error();
        return server;
    });
    if (!outcome) {
        qCWarning(lcService).noquote() << "the local interface is off:" << outcome.error().detail;
        m_thread.reset();
    }
    return outcome;
}

void LocalInterface::stop()
{
    if (m_thread)
        m_thread->stop();
}

} // namespace tickstock
