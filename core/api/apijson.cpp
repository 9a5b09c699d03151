// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apijson.h"

#include "core/types/residentbytes.h"
#include "core/types/version.h"

#include <QLatin1String>

#include <cmath>

namespace tickstock::api {

namespace {

double number(quint64 value)
{
    return static_cast<double>(value);
}

double number(std::int64_t value)
{
    return static_cast<double>(value);
}

QJsonValue optional(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonValue optional(Timestamp time)
{
    return time.isValid() ? QJsonValue(number(time.ms)) : QJsonValue();
}

QString wordOf(MoverList list)
{
    switch (list) {
    case MoverList::Gainers: return QStringLiteral("gainers");
    case MoverList::Losers: return QStringLiteral("losers");
    case MoverList::Volume: return QStringLiteral("volume");
    case MoverList::Gaps: return QStringLiteral("gaps");
    case MoverList::NewHighs: return QStringLiteral("new_highs");
    case MoverList::NewLows: return QStringLiteral("new_lows");
    }
    return {};
}

QJsonObject moverJson(const QString &symbol, const Mover &mover)
{
    return {{QStringLiteral("symbol"), symbol},
            {QStringLiteral("last"), optional(mover.last)},
            {QStringLiteral("previous_close"), optional(mover.previousClose)},
            {QStringLiteral("change_percent"), optional(mover.change * 100)},
            {QStringLiteral("gap_percent"), optional(mover.gap * 100)},
            {QStringLiteral("volume"), mover.volume},
            {QStringLiteral("relative_volume"), optional(mover.relativeVolume)},
            {QStringLiteral("high"), optional(mover.high)},
            {QStringLiteral("high_at"), optional(mover.highAt)},
            {QStringLiteral("low"), optional(mover.low)},
            {QStringLiteral("low_at"), optional(mover.lowAt)}};
}

QJsonObject connectionJson(const ConnectionHealth &c)
{
    return {{QStringLiteral("name"), c.name},
            {QStringLiteral("status"), toText(c.status)},
            {QStringLiteral("tickers"), c.tickers},
            {QStringLiteral("messages"), number(c.messages)},
            {QStringLiteral("errors"), number(c.errors)},
            {QStringLiteral("last_message_time"), number(c.lastMessage.ms) / 1'000},
            {QStringLiteral("latency_ms_p50"), number(c.latencyP50Ms)},
            {QStringLiteral("latency_ms_p99"), number(c.latencyP99Ms)},
            {QStringLiteral("rate_per_second"), c.ratePerSecond},
            {QStringLiteral("gaps"), number(c.gaps)},
            {QStringLiteral("gaps_repaired"), number(c.gapsRepaired)}};
}

QJsonObject sinkJson(const SinkHealth &sink)
{
    return {
        {QStringLiteral("state"), toText(sink.state)},         {QStringLiteral("endpoint"), sink.endpoint},
        {QStringLiteral("backlog"), number(sink.backlog)},     {QStringLiteral("spooled"), number(sink.spooled)},
        {QStringLiteral("gathered"), number(sink.gathered)},   {QStringLiteral("dropped"), number(sink.dropped)},
        {QStringLiteral("written"), number(sink.written)},     {QStringLiteral("rate_per_second"), sink.ratePerSecond},
        {QStringLiteral("lag_us_p50"), number(sink.lagP50Us)}, {QStringLiteral("lag_us_p99"), number(sink.lagP99Us)},
        {QStringLiteral("last_error"), sink.lastError}};
}

QJsonObject sinksJson(const std::vector<SinkHealth> &sinks)
{
    QJsonObject json;
    for (const SinkHealth &sink : sinks)
        json[sink.name] = sinkJson(sink);
    return json;
}

/// "ok" when nothing is wrong, else "degraded".
QString verdict(const HealthBoard::Snapshot &health)
{
    bool fine = health.pipeline.droppedTicks == 0 && health.droppedBySinks() == 0;
    for (const SinkHealth &sink : health.sinks)
        fine = fine && sink.isWell();
    for (const ConnectionHealth &c : health.connections) {
        const bool isOffByWish = c.status == ConnectionStatus::Off && c.reason == StatusReason::Paused;
        fine = fine && (c.status == ConnectionStatus::Live || c.status == ConnectionStatus::Quiet || isOffByWish);
    }
    return fine ? QStringLiteral("ok") : QStringLiteral("degraded");
}

QJsonObject routingJson(const RoutingHealth &routing)
{
    return {{QStringLiteral("strategy"), toText(routing.strategy)},
            {QStringLiteral("connection_limit"), routing.limit},
            {QStringLiteral("tickers"), routing.tickers},
            {QStringLiteral("last_moves"), routing.lastMoves},
            {QStringLiteral("open_moves"), routing.openMoves}};
}

QJsonObject quotesJson(const QuoteHealth &quotes)
{
    return {{QStringLiteral("quotes"), number(quotes.quotes)},
            {QStringLiteral("symbols"), quotes.quoted},
            {QStringLiteral("conflated"), number(quotes.conflated)},
            {QStringLiteral("conflated_for_screen"), number(quotes.conflatedScreen)},
            {QStringLiteral("conflated_for_readers"), number(quotes.conflatedReaders)},
            {QStringLiteral("outdated"), number(quotes.outdated)},
            {QStringLiteral("bands"), number(quotes.bands)},
            {QStringLiteral("bands_dropped"), number(quotes.droppedBands)},
            {QStringLiteral("state_changes"), number(quotes.changes)},
            {QStringLiteral("halted"), quotes.halted},
            {QStringLiteral("prints"), number(quotes.prints)},
            {QStringLiteral("prints_missed"), number(quotes.missedPrints)}};
}

/// What could not be used, by reason; reasons that never occurred are left out.
QJsonObject thrownAwayJson(const FlawCounts &counts)
{
    QJsonObject json;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            json[QLatin1String(nameOf(static_cast<Flaw>(i)))] = number(static_cast<quint64>(counts[i]));
    }
    return json;
}

} // namespace

QString idOf(ConnectionId id)
{
    return id.value == 0 ? QStringLiteral("none") : QStringLiteral("connection_%1").arg(id.value);
}

QJsonObject connectionDetail(const ConnectionHealth &c)
{
    QJsonObject json = connectionJson(c);
    json[u"reason"] = toText(c.reason);
    json[u"detail"] = c.detail;
    json[u"endpoint"] = c.endpoint;
    json[u"priority"] = c.priority;
    json[u"drained"] = c.isDrained;
    json[u"ticks"] = number(c.ticks);
    json[u"ignored"] = number(c.ignored);
    json[u"thrown_away"] = thrownAwayJson(c.thrownAway);
    json[u"queued"] = number(c.queued);
    json[u"quotes"] = number(c.quotes);
    json[u"bands"] = number(c.bands);
    json[u"bar_latency_us_p50"] = number(c.barLatencyP50Us);
    json[u"bar_latency_us_p99"] = number(c.barLatencyP99Us);
    json[u"unconfirmed_pairs"] = c.unconfirmedPairs;
    json[u"refused_pairs"] = c.refusedPairs;
    json[u"silent_symbols"] = c.silentSymbols;
    json[u"next_attempt"] = number(c.nextAttempt.ms) / 1'000;
    QJsonArray transitions;
    for (const StatusTransition &transition : c.transitions) {
        transitions.append(QJsonObject{{QStringLiteral("at"), number(transition.at.ms) / 1'000},
                                       {QStringLiteral("status"), toText(transition.status)},
                                       {QStringLiteral("reason"), toText(transition.reason)},
                                       {QStringLiteral("detail"), transition.detail}});
    }
    json[u"transitions"] = transitions;
    return json;
}

QJsonObject connectionList(const HealthBoard::Snapshot &health)
{
    QJsonObject connections;
    int connected = 0;
    double ticks = 0, errors = 0;
    for (const ConnectionHealth &c : health.connections) {
        connections[idOf(c.id)] = connectionJson(c);
        connected += isConnected(c.status);
        ticks += number(c.ticks);
        errors += number(c.errors);
    }
    return {{QStringLiteral("total_connections"), static_cast<int>(health.connections.size())},
            {QStringLiteral("connected"), connected},
            {QStringLiteral("total_tickers"), health.routing.tickers},
            {QStringLiteral("total_ticks"), ticks},
            {QStringLiteral("total_errors"), errors},
            {QStringLiteral("connections"), connections}};
}

QJsonObject healthJson(const HealthBoard::Snapshot &health, double uptimeSeconds)
{
    const PipelineHealth &pipeline = health.pipeline;
    return {
        {QStringLiteral("status"), verdict(health)},
        {QStringLiteral("version"), QString::fromLatin1(version())},
        {QStringLiteral("uptime_seconds"), uptimeSeconds},
        {QStringLiteral("sinks"), sinksJson(health.sinks)},
        {QStringLiteral("queues"),
         QJsonObject{
             {QStringLiteral("pipeline"), QJsonObject{{QStringLiteral("backlog"), number(pipeline.queuedTicks)},
                                                      {QStringLiteral("dropped"), number(pipeline.droppedTicks)}}}}},
        {QStringLiteral("clocks"), QJsonObject{{QStringLiteral("market_time"), number(pipeline.marketNow.ms)},
                                               {QStringLiteral("follows_feed"), pipeline.followsFeed},
                                               {QStringLiteral("skew_ms"), number(health.clockSkewMs)}}},
        {QStringLiteral("pipeline"), QJsonObject{{QStringLiteral("ticks"), number(pipeline.ticks)},
                                                 {QStringLiteral("closed_minutes"), number(pipeline.closedMinutes)},
                                                 {QStringLiteral("corrections"), number(pipeline.corrections)},
                                                 {QStringLiteral("events"), number(pipeline.events)},
                                                 {QStringLiteral("scanning"), pipeline.isScanning},
                                                 {QStringLiteral("scanner"), pipeline.scanner},
                                                 {QStringLiteral("patterns_ready"), health.patternsReady},
                                                 {QStringLiteral("patterns_wanted"), health.patternsWanted},
                                                 {QStringLiteral("symbols_left_cold"), health.symbolsLeftCold},
                                                 {QStringLiteral("heard"), number(pipeline.received)},
                                                 {QStringLiteral("malformed"), number(pipeline.malformed)},
                                                 {QStringLiteral("latency_us_p50"), number(pipeline.latencyP50Us)},
                                                 {QStringLiteral("latency_us_p99"), number(pipeline.latencyP99Us)}}},
        {QStringLiteral("memory"), QJsonObject{{QStringLiteral("resident"), number(residentBytes())},
                                               {QStringLiteral("bars"), number(pipeline.barsBytes)},
                                               {QStringLiteral("patterns"), number(pipeline.patternsBytes)}}},
        {QStringLiteral("quotes"), quotesJson(health.quotes)},
        {QStringLiteral("routing"), routingJson(health.routing)},
        {QStringLiteral("polled"), health.isPolled},
        {QStringLiteral("repair"), QJsonObject{{QStringLiteral("waiting"), health.repair.waiting},
                                               {QStringLiteral("repaired"), number(health.repair.repaired)},
                                               {QStringLiteral("failed"), number(health.repair.failed)},
                                               {QStringLiteral("last_error"), health.repair.lastError},
                                               {QStringLiteral("rest_limit"), health.restLimit}}}};
}

QJsonArray gapsJson(const GapHealth &gaps)
{
    QJsonArray array;
    if (!gaps.list)
        return array;
    for (const Gap &gap : *gaps.list) {
        array.append(QJsonObject{
            {QStringLiteral("connection"), idOf(gap.connection)},
            {QStringLiteral("symbol"), gap.symbol},
            {QStringLiteral("from"), number(gap.from.ms)},
            {QStringLiteral("to"), gap.to.isValid() ? QJsonValue(number(gap.to.ms)) : QJsonValue()},
            {QStringLiteral("cause"), gap.cause},
            {QStringLiteral("repaired_by"), gap.isEnded() ? QJsonValue(gap.repairedBy) : QJsonValue()},
            {QStringLiteral("repaired_at"), gap.isRepaired() ? QJsonValue(number(gap.repairedAt.ms)) : QJsonValue()},
            {QStringLiteral("open_because"), gap.isEnded() ? QString() : gap.openBecause}});
    }
    return array;
}

std::vector<MoverList> moverLists(const QString &word)
{
    if (word.isEmpty())
        return {AllMoverLists.begin(), AllMoverLists.end()};
    for (const MoverList list : AllMoverLists) {
        if (word == wordOf(list))
            return {list};
    }
    return {};
}

QString moverWords()
{
    QStringList words;
    for (const MoverList list : AllMoverLists)
        words.append(wordOf(list));
    return words.join(QStringLiteral(", "));
}

QJsonObject moversJson(const MoversAnswer &movers)
{
    QJsonObject answer{{QStringLiteral("market_time"), number(movers.marketNow.ms)},
                       {QStringLiteral("session"), movers.session.toString(Qt::ISODate)}};
    for (const auto &[list, rows] : movers.lists) {
        QJsonArray array;
        for (const auto &[symbol, mover] : rows)
            array.append(moverJson(symbol, mover));
        answer[wordOf(list)] = array;
    }
    return answer;
}

QJsonArray watchlistsJson(const std::vector<Watchlist> &lists)
{
    QJsonArray all;
    for (const Watchlist &list : lists)
        all.append(QJsonObject{{QStringLiteral("id"), list.id},
                               {QStringLiteral("name"), list.name},
                               {QStringLiteral("version"), number(static_cast<std::int64_t>(list.version))},
                               {QStringLiteral("symbols"), QJsonArray::fromStringList(symbolsOf(list))},
                               {QStringLiteral("groups"), groupsToJson(list.groups)}});
    return all;
}

QJsonObject planJson(const RoutingPlan &plan)
{
    QJsonArray moves;
    for (const RoutingMove &move : plan.moves) {
        moves.append(QJsonObject{{QStringLiteral("symbol"), move.name},
                                 {QStringLiteral("from"), idOf(move.from)},
                                 {QStringLiteral("to"), idOf(move.to)},
                                 {QStringLiteral("expected_load"), move.load}});
    }
    QJsonObject loads;
    for (const RoutingPlan::Load &load : plan.loads) {
        loads[idOf(load.connection)] = QJsonObject{{QStringLiteral("symbols_before"), load.symbolsBefore},
                                                   {QStringLiteral("symbols_after"), load.symbolsAfter},
                                                   {QStringLiteral("events_per_second_before"), load.before},
                                                   {QStringLiteral("events_per_second_after"), load.after}};
    }
    return {{QStringLiteral("moves"), moves}, {QStringLiteral("loads"), loads}};
}

} // namespace tickstock::api
