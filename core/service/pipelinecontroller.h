// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/pipelinehost.h"
#include "core/service/ports.h"
#include "core/types/workerthread.h"

#include <QJsonArray>
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

    /// @param desk where quotes, halts and prints are told inside of this program
    void start(MessageBus &bus, MessageBus &desk, WriteQueue &store, MarketMailbox &mailbox, HealthBoard &health);
    /// Works off what was received, then ends the thread. From any thread.
    void stop();

    BoundedQueue<TickBatchPtr> &queue() { return m_queue; }
    QuoteHandover &quotes() { return m_quotes; }
    /// Work for the pipeline's thread.
    OnPipeline port();
    /// The first of each list. Waits for the pipeline's thread; nothing when it does not answer.
    std::optional<MoversAnswer> askMovers(std::vector<MoverList> lists, std::size_t count);
    /// The same, as the local interface shows them: what is quoted of these symbols (none: of all), the last halts, the
    /// last prints of one symbol.
    std::optional<QJsonArray> askQuotes(const QStringList &symbols);
    std::optional<QJsonArray> askHalts();
    std::optional<QJsonArray> askPrints(const QString &symbol, std::size_t count);
    /// For connecting signals after start().
    PipelineHost &host() { return *m_thread.worker(); }
    /// Names this run of the program.
    const QString &origin() const { return m_thread.worker()->pipeline.origin(); }
    /// What this program announces while it looks for patterns.
    QByteArray announcement() const { return m_thread.worker()->decision.announcement(); }

private:
    void forget(const QStringList &removed);
    void followPrints(const QStringList &visible);

    const ServiceOptions &m_options;
    SymbolTable &m_symbols;
    BoundedQueue<TickBatchPtr> m_queue;
    QuoteHandover m_quotes;
    WorkerThread<PipelineHost> m_thread;
};

} // namespace tickstock
