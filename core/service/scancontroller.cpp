// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/scancontroller.h"

#include "core/bus/channels.h"
#include "core/market/patternevent.h"
#include "core/relay/relayedfeed.h"
#include "core/service/pipelinehost.h"
#include "core/service/subscriptionlist.h"
#include "core/types/threadcheck.h"

#include <future>

namespace tickstock {

ScanController::ScanController(const ServiceOptions &options, SubscriptionList &subscriptions)
    : m_options(options)
    , m_subscriptions(subscriptions)
    , m_thread(QStringLiteral("scan"))
{
}

void ScanController::start(const QString &worker, PipelineHost &host, MessageBus &bus)
{
    assertThreadOf(this);
    m_thread.start([this, worker] {
        return std::make_unique<ScanShards>(m_options.redisAddress(), worker.toUtf8(), m_options.settings.streamShards);
    });
    connectShards(host, bus);
    m_thread.post([](ScanShards &shards) { shards.open(); });
}

void ScanController::connectShards(PipelineHost &host, MessageBus &bus)
{
    ScanShards *const scan = m_thread.worker();
    connect(scan, &ScanShards::shardsChanged, this, &ScanController::setShards);
    connect(scan, &ScanShards::refused, this, &ScanController::noteRefused);
    connect(scan, &ScanShards::missed, this, &ScanController::missed);
    connect(scan, &ScanShards::received, this, &ScanController::received, Qt::DirectConnection);
    connect(
        scan, &ScanShards::received, scan,
        [&bus, channel = m_options.settings.tickChannel.toUtf8()](const std::vector<QByteArray> &ticks) {
            if (!bus.hasListener(channel)) // clients of the local interface, if there are any
                return;
            std::vector<BusMessage> messages;
            messages.reserve(ticks.size());
            for (const QByteArray &tick : ticks)
                messages.push_back({channel, tick, 0, 0});
            bus.publish(messages);
        },
        Qt::DirectConnection);
    connect(&host.pipeline, &Pipeline::found, scan, &ScanShards::publish);
    connect(&host.pipeline, &Pipeline::measured, scan, &ScanShards::publishIndicators);
    // What is known to everybody goes on to the store, and not before: what is stored is not published again.
    connect(scan, &ScanShards::published, &host.inbox, &EventInbox::receive);
    connect(
        scan, &ScanShards::published, scan,
        [&bus](const PatternEvent &event) {
            bus.publish({{StreamingChannel, toJson(event), 0, 0}});
        },
        Qt::DirectConnection);
}

void ScanController::stop()
{
    const auto finished = std::make_shared<std::promise<void>>();
    const bool isRunning = m_thread.tryPost(
        [finished](ScanShards &scan) { scan.finish(LastPatience, [finished] { finished->set_value(); }); });
    if (isRunning)
        finished->get_future().wait(); // twice the patience at most
    m_thread.stop();
}

void ScanController::noteRefused(const QString &why)
{
    if (std::exchange(m_problem, why) != why && !why.isEmpty())
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, why});
}

void ScanController::setPresence(const QByteArray &json)
{
    assertThreadOf(this);
    if (json.isEmpty())
        return;
    const QStringList carried = RelayedFeed::symbolsInPresence(json);
    if (std::exchange(m_carried, carried) != carried)
        shareSymbols();
}

void ScanController::setShards(const QList<int> &shards)
{
    assertThreadOf(this);
    m_shards = shards;
    shareSymbols();
}

/// The symbols of the streams that are ours, out of those that are carried.
void ScanController::shareSymbols()
{
    QStringList ours = m_carried;
    ours.removeIf([this](const QString &symbol) {
        return !m_shards.contains(ScanShards::shardOf(symbol, m_options.settings.streamShards));
    });
    const QSet<QString> isOurs(ours.begin(), ours.end());
    QStringList gone = m_subscriptions.symbols();
    gone.removeIf([&isOurs](const QString &symbol) { return isOurs.contains(symbol); });
    m_subscriptions.remove(gone);
    m_subscriptions.add(ours);
}

} // namespace tickstock
