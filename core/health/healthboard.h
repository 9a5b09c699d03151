// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/connectionhealth.h"
#include "core/health/gaphealth.h"
#include "core/health/pipelinehealth.h"
#include "core/health/quotehealth.h"
#include "core/health/routingplan.h"
#include "core/health/sinkhealth.h"

#include <mutex>
#include <vector>

namespace tickstock {

/// The latest health of everything: each thread writes its own part, and readers get copies. Thread-safe.
class HealthBoard
{
public:
    struct Snapshot
    {
        std::vector<ConnectionHealth> connections;
        PipelineHealth pipeline;
        QuoteHealth quotes;
        std::vector<SinkHealth> sinks; ///< the store first
        RepairHealth repair;
        QString restLimit; ///< REST refuses requests for now: what it says, and how long we wait; empty: it answers
        GapHealth gaps;
        RoutingHealth routing;
        std::int64_t clockSkewMs = 0; ///< server's clock minus this machine's; 0 for a simulated market
        int patternsReady = 0;        ///< symbols whose past has been read for patterns,
        int patternsWanted = 0;       ///< out of those that wait for it or waited with them
        int symbolsLeftCold = 0;      ///< whose last sessions are not fetched before somebody looks at them
        bool isPolled = false;        ///< no connection is up: the minutes on screen are fetched from REST

        /// How many entries have been lost for good on the way to any sink.
        quint64 droppedBySinks() const;
        /// The sink of this name; one with state Off if there is none.
        SinkHealth sink(QStringView name) const;
    };

    void setConnections(std::vector<ConnectionHealth> value);
    void setPipeline(const PipelineHealth &value);
    void setQuotes(const QuoteHealth &value);
    void setSinks(std::vector<SinkHealth> value);
    void setRepair(const RepairHealth &value);
    void setRestLimit(const QString &limit);
    void setGaps(GapHealth value);
    void setRouting(const RoutingHealth &value);
    void setClockSkew(std::int64_t ms);
    void setPatternsReady(int ready, int symbols);
    void setLeftCold(int symbols);
    void setPolled(bool isPolled);
    /// In the copy, each connection has what feed, pipeline and gap ledger know about it.
    Snapshot snapshot() const;

private:
    mutable std::mutex m_mutex; // protects m_state
    Snapshot m_state;
};

} // namespace tickstock
