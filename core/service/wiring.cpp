// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/wiring.h"

#include "core/history/historyworker.h"
#include "core/service/feedworker.h"
#include "core/service/pipelinehost.h"

namespace tickstock {

namespace {

using Symbols = std::vector<SymbolId>;
using Minutes = std::vector<std::pair<SymbolId, Timestamp>>;

} // namespace

void wireFeed(FeedWorker &feed, const OnPipeline &onPipeline, const OnHistory &onHistory)
{
    QObject::connect(
        &feed, &FeedWorker::confirmed, &feed,
        [=](const Symbols &symbols) {
            onPipeline([=](PipelineHost &host) { host.pipeline.interrupt(symbols); });
            onHistory([=](HistoryWorker &history) { history.repairHoles(symbols); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &feed, &FeedWorker::unsure, &feed,
        [=](const Symbols &symbols, Timestamp since) {
            onPipeline([=](PipelineHost &host) { host.pipeline.interrupt(symbols, since); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &feed, &FeedWorker::lost, &feed,
        [=](const Loss &loss) {
            onPipeline([=](PipelineHost &host) { host.pipeline.interrupt(loss.symbols, loss.since); });
            onHistory([=](HistoryWorker &history) { history.repairs().noteLost(loss); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &feed, &FeedWorker::resumed, &feed,
        [=](const std::vector<Resumption> &symbols) {
            Minutes begun;
            for (const Resumption &resumption : symbols)
                begun.emplace_back(resumption.symbol, resumption.at);
            // The ledger first: the pipeline may know the minute already.
            onHistory([=](HistoryWorker &history) { history.repairs().noteResumed(symbols); });
            onPipeline([=](PipelineHost &host) { host.pipeline.beginWith(begun); });
        },
        Qt::DirectConnection);
}

void wirePipeline(Pipeline &pipeline, const OnHistory &onHistory)
{
    QObject::connect(
        &pipeline, &Pipeline::unconfirmed, &pipeline,
        [=](const Minutes &minutes) {
            onHistory([=](HistoryWorker &history) {
                for (const auto &[symbol, minute] : minutes)
                    history.repairs().repairMinute(symbol, minute);
            });
        },
        Qt::DirectConnection);
    QObject::connect(
        &pipeline, &Pipeline::confirmed, &pipeline,
        [=](const Minutes &minutes) {
            onHistory([=](HistoryWorker &history) { history.repairs().noteConfirmed(minutes); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &pipeline, &Pipeline::dayVolumesTold, &pipeline,
        [=](const std::vector<DayVolume> &bars) {
            onHistory([=](HistoryWorker &history) { history.repairs().noteDayVolumes(bars); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &pipeline, &Pipeline::thrownAway, &pipeline,
        [=](const std::vector<ThrownAway> &minutes) {
            onHistory([=](HistoryWorker &history) { history.repairs().noteThrownAway(minutes); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &pipeline, &Pipeline::overloaded, &pipeline,
        [=](const Symbols &symbols, Timestamp since, Timestamp until) {
            onHistory([=](HistoryWorker &history) { history.repairs().noteOverload(symbols, since, until); });
        },
        Qt::DirectConnection);
}

void wireHistory(HistoryWorker &history, const OnPipeline &onPipeline)
{
    QObject::connect(
        &history, &HistoryWorker::minutesFetched, &history,
        [=](SymbolId symbol, const std::vector<Bar> &minutes) {
            onPipeline([=](PipelineHost &host) { host.pipeline.applyRest(symbol, minutes); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &history.warmUps(), &WarmUp::daysReady, &history,
        [=](SymbolId symbol, const std::vector<Bar> &days) {
            onPipeline([=](PipelineHost &host) { host.pipeline.seedDays(symbol, days); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &history, &HistoryWorker::serverTimeKnown, &history,
        [=](Timestamp now, bool isSimulated) {
            onPipeline([=](PipelineHost &host) { host.pipeline.setServerTime(now, isSimulated); });
        },
        Qt::DirectConnection);
    QObject::connect(
        &history.repairs(), &GapRepair::givenUp, &history,
        [=](SymbolId symbol, Timestamp minute) {
            onPipeline([=](PipelineHost &host) { host.pipeline.release(symbol, minute); });
        },
        Qt::DirectConnection);
}

} // namespace tickstock
