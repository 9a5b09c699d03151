// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/pipelinehost.h"
#include "core/service/ports.h"
#include "core/types/workerthread.h"

#include <QObject>

namespace tickstock {

class SubscriptionList;

/// Owns the pipeline thread and the queue of ticks in front of it. Lives in the thread of its service.
class PipelineController final : public QObject
{
    Q_OBJECT

public:
    /// @param subscriptions whose symbols' minutes are interrupted when they are removed; must outlive the controller
    PipelineController(const ServiceOptions &options, SymbolTable &symbols, SubscriptionList &subscriptions);

    void start(MessageBus &bus, WriteQueue &store, MarketMailbox &mailbox, HealthBoard &health);
    /// Works off what was received, then ends the thread. From any thread.
    void stop();

    BoundedQueue<TickBatchPtr> &queue() { return m_queue; }
    /// Work for the pipeline's thread.
    OnPipeline port();
    /// The first of each list. Waits for the pipeline's thread; nothing when it does not answer.
    std::optional<MoversAnswer> askMovers(std::vector<MoverList> lists, std::size_t count);
    /// For connecting signals after start().
    PipelineHost &host() { return *m_thread.worker(); }
    /// Names this run of the program.
    const QString &origin() const { return m_thread.worker()->pipeline.origin(); }
    /// What this program announces while it looks for patterns.
    QByteArray announcement() const { return m_thread.worker()->decision.announcement(); }

private:
    void forget(const QStringList &removed);

    const ServiceOptions &m_options;
    SymbolTable &m_symbols;
    BoundedQueue<TickBatchPtr> m_queue;
    WorkerThread<PipelineHost> m_thread;
};

} // namespace tickstock
