// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/metrics.h"

#include "core/api/apijson.h"
#include "core/types/residentbytes.h"

namespace tickstock::api {

namespace {

/// One metric with its help, type and samples.
class Metric
{
public:
    Metric(QByteArray &out, const char *name, const char *type, const char *help)
        : m_out(out)
        , m_name(name)
    {
        out += "# HELP " + m_name + ' ' + help + "\n# TYPE " + m_name + ' ' + type + '\n';
    }
    void sample(double value, const QByteArray &labels = {})
    {
        m_out += m_name + labels + ' ' + QByteArray::number(value, 'g', 15) + '\n';
    }

private:
    QByteArray &m_out;
    const QByteArray m_name;
};

QByteArray label(const ConnectionHealth &connection)
{
    return "{connection=\"" + idOf(connection.id).toUtf8() + "\"}";
}

template<class Value>
void perConnection(QByteArray &out, const HealthBoard::Snapshot &health, const char *name, const char *type,
                   const char *help, Value value)
{
    Metric metric(out, name, type, help);
    for (const ConnectionHealth &connection : health.connections)
        metric.sample(static_cast<double>(value(connection)), label(connection));
}

template<class Value>
void perSink(QByteArray &out, const HealthBoard::Snapshot &health, const char *name, const char *type, const char *help,
             Value value)
{
    Metric metric(out, name, type, help);
    for (const SinkHealth &sink : health.sinks)
        metric.sample(static_cast<double>(value(sink)), "{sink=\"" + sink.name.toUtf8() + "\"}");
}

void single(QByteArray &out, const char *name, const char *type, const char *help, double value)
{
    Metric(out, name, type, help).sample(value);
}

void connectionStates(QByteArray &out, const HealthBoard::Snapshot &health)
{
    Metric states(out, "tickstock_connection_state", "gauge", "1 for the state the connection is in.");
    for (const ConnectionHealth &c : health.connections)
        states.sample(1, "{connection=\"" + idOf(c.id).toUtf8() + "\",state=\"" + toText(c.status).toUtf8() + "\"}");
}

void connections(QByteArray &out, const HealthBoard::Snapshot &health)
{
    using Health = const ConnectionHealth &;
    perConnection(out, health, "tickstock_connection_up", "gauge", "1 while the connection is live, quiet or degraded.",
                  [](Health c) { return isConnected(c.status) ? 1 : 0; });
    connectionStates(out, health);
    perConnection(out, health, "tickstock_connection_tickers", "gauge", "Symbols with a confirmed subscription.",
                  [](Health c) { return c.tickers; });
    perConnection(out, health, "tickstock_connection_messages_total", "counter", "Frames received.",
                  [](Health c) { return c.messages; });
    perConnection(out, health, "tickstock_connection_ticks_total", "counter", "Events received.",
                  [](Health c) { return c.ticks; });
    perConnection(out, health, "tickstock_connection_errors_total", "counter", "Malformed events and failed attempts.",
                  [](Health c) { return c.errors; });
    perConnection(out, health, "tickstock_connection_queued_ticks", "gauge", "Received and not worked off.",
                  [](Health c) { return c.queued; });
    perConnection(out, health, "tickstock_connection_last_message_timestamp_seconds", "gauge",
                  "Time of the last frame.", [](Health c) { return static_cast<double>(c.lastMessage.ms) / 1'000; });
    perConnection(out, health, "tickstock_connection_latency_p99_seconds", "gauge", "Event to reception.",
                  [](Health c) { return static_cast<double>(c.latencyP99Ms) / 1'000; });
    perConnection(out, health, "tickstock_connection_bar_latency_p99_seconds", "gauge", "Reception to bar.",
                  [](Health c) { return static_cast<double>(c.barLatencyP99Us) / 1'000'000; });
    perConnection(out, health, "tickstock_connection_gaps_total", "counter", "Holes in the data of its symbols.",
                  [](Health c) { return c.gaps; });
    perConnection(out, health, "tickstock_connection_gaps_repaired_total", "counter", "Of these, repaired.",
                  [](Health c) { return c.gapsRepaired; });
}

void routing(QByteArray &out, const RoutingHealth &routing)
{
    single(out, "tickstock_tickers", "gauge", "Distinct symbols confirmed.", routing.tickers);
    single(out, "tickstock_connection_limit", "gauge", "Connections the account allows; 0: not met.", routing.limit);
}

void pipeline(QByteArray &out, const PipelineHealth &pipeline)
{
    single(out, "tickstock_ticks_total", "counter", "Events worked off.", static_cast<double>(pipeline.ticks));
    single(out, "tickstock_minutes_total", "counter", "Minutes closed.", static_cast<double>(pipeline.closedMinutes));
    single(out, "tickstock_corrections_total", "counter", "Minutes corrected.",
           static_cast<double>(pipeline.corrections));
    single(out, "tickstock_events_total", "counter", "Patterns confirmed by this program.",
           static_cast<double>(pipeline.events));
    single(out, "tickstock_scanning", "gauge", "Whether this program looks for patterns itself.",
           pipeline.isScanning ? 1 : 0);
    single(out, "tickstock_queued_ticks", "gauge", "Between feed and pipeline.",
           static_cast<double>(pipeline.queuedTicks));
    single(out, "tickstock_dropped_ticks_total", "counter", "Did not fit between feed and pipeline.",
           static_cast<double>(pipeline.droppedTicks));
    single(out, "tickstock_resident_bytes", "gauge", "Memory of the whole program.",
           static_cast<double>(residentBytes()));
    single(out, "tickstock_bars_bytes", "gauge", "Of it, bars of the session; counted every ten seconds.",
           static_cast<double>(pipeline.barsBytes));
    single(out, "tickstock_patterns_bytes", "gauge",
           "Of it, what patterns are looked for in; counted every ten seconds.",
           static_cast<double>(pipeline.patternsBytes));
}

void quotes(QByteArray &out, const QuoteHealth &quotes)
{
    const auto counter = [&out](const char *name, const char *help, quint64 value) {
        single(out, name, "counter", help, static_cast<double>(value));
    };
    counter("tickstock_quotes_total", "Quotes received.", quotes.quotes);
    counter("tickstock_quotes_conflated_total", "Replaced by a newer one before they were looked at.",
            quotes.conflated);
    counter("tickstock_quotes_conflated_screen_total", "Of which the screen got only a newer one.",
            quotes.conflatedScreen);
    counter("tickstock_quotes_conflated_readers_total", "Of which readers of /ws got only a newer one.",
            quotes.conflatedReaders);
    counter("tickstock_quotes_outdated_total", "Quotes and bands older than what was known.", quotes.outdated);
    counter("tickstock_bands_total", "Price bands received.", quotes.bands);
    counter("tickstock_bands_dropped_total", "Did not fit between feed and pipeline.", quotes.droppedBands);
    counter("tickstock_prints_total", "Trades of the symbols on screen.", quotes.prints);
    counter("tickstock_prints_missed_total", "Of these, too many to be handed on.", quotes.missedPrints);
    counter("tickstock_trading_changes_total", "Halts, resumptions and limit states.", quotes.changes);
    single(out, "tickstock_halted_symbols", "gauge", "Symbols that are halted, inferred ones included.", quotes.halted);
}

void sinks(QByteArray &out, const HealthBoard::Snapshot &health)
{
    perSink(out, health, "tickstock_sink_backlog", "gauge", "Entries not delivered yet.",
            [](const SinkHealth &s) { return s.backlog; });
    perSink(out, health, "tickstock_sink_spooled", "gauge", "Of these, on disk.",
            [](const SinkHealth &s) { return s.spooled; });
    perSink(out, health, "tickstock_sink_written_total", "counter", "Entries delivered and acknowledged.",
            [](const SinkHealth &s) { return s.written; });
    perSink(out, health, "tickstock_sink_dropped_total", "counter", "Entries lost for want of room.",
            [](const SinkHealth &s) { return s.dropped; });
    perSink(out, health, "tickstock_sink_lag_microseconds_p99", "gauge", "From being due to being acknowledged.",
            [](const SinkHealth &s) { return s.lagP99Us; });
}

void repairs(QByteArray &out, const RepairHealth &repair)
{
    single(out, "tickstock_repairs_waiting", "gauge", "Symbols being repaired.", repair.waiting);
    single(out, "tickstock_repairs_failed_total", "counter", "Repairs that failed.",
           static_cast<double>(repair.failed));
}

} // namespace

QByteArray metricsText(const HealthBoard::Snapshot &health)
{
    QByteArray out;
    connections(out, health);
    routing(out, health.routing);
    pipeline(out, health.pipeline);
    quotes(out, health.quotes);
    sinks(out, health);
    repairs(out, health.repair);
    return out;
}

} // namespace tickstock::api
