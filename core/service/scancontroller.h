// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/servicenotice.h"
#include "core/scan/scanshards.h"
#include "core/service/serviceoptions.h"
#include "core/types/workerthread.h"

namespace tickstock {

class MessageBus;
class PipelineHost;
class SubscriptionList;

/// What a scan worker does besides reading a market from Redis: it works on a part of the symbols, which changes as
/// workers come and go, and its findings are published once, whoever else has found them. Owns the scan thread; lives
/// in the thread of its service.
class ScanController final : public QObject
{
    Q_OBJECT

public:
    /// A busy server gets so long at the end.
    static constexpr Milliseconds LastPatience{3'000};

    ScanController(const ServiceOptions &options, SubscriptionList &subscriptions);

    /// @param worker names this program; unique
    /// @param host whose findings are published @param bus carries ticks and published events within this program
    /// Both must outlive the thread.
    void start(const QString &worker, PipelineHost &host, MessageBus &bus);
    /// Publishes what is due, gives the leases back and ends the thread. From any thread.
    void stop();

    /// The presence of whoever feeds the streams: which symbols it carries.
    void setPresence(const QByteArray &json);
    /// The streams that are this worker's now.
    void setShards(const QList<int> &shards);
    bool hasShards() const { return !m_shards.isEmpty(); }

Q_SIGNALS:
    /// Ticks of our streams, as JSON. Emitted in the scan thread.
    void received(const std::vector<QByteArray> &ticks);
    /// Ticks of our streams have been missed.
    void missed();
    void noticed(const tickstock::ServiceNotice &notice);

private:
    void connectShards(PipelineHost &host, MessageBus &bus);
    void shareSymbols();
    void noteRefused(const QString &why);

    const ServiceOptions &m_options;
    SubscriptionList &m_subscriptions;
    QList<int> m_shards;
    QString m_problem;     // why this worker gets no stream
    QStringList m_carried; // by whoever feeds the streams
    WorkerThread<ScanShards> m_thread;
};

} // namespace tickstock
