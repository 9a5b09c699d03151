// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/ports.h"

namespace tickstock {

class FeedWorker;
class Pipeline;

/// What the threads pass to one another about data, directly and in the order in which it happened. Signals are taken
/// in the thread that sends them; what follows is posted to the thread that it concerns.

/// Confirmed, unsure, lost and resumed symbols: the running minutes are not complete, and holes begin or end.
void wireFeed(FeedWorker &feed, const OnPipeline &onPipeline, const OnHistory &onHistory);
/// Minutes that must be asked for, are certain now, or were dropped.
void wirePipeline(Pipeline &pipeline, const OnHistory &onHistory);
/// Minutes and days that were fetched, minutes that REST does not have, the server's clock.
void wireHistory(HistoryWorker &history, const OnPipeline &onPipeline);

} // namespace tickstock
