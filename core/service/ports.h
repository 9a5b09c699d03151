// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

namespace tickstock {

class HistoryWorker;
class PipelineHost;
class Storage;

/// How work reaches a thread that another owner has: it runs there, later. Before that thread has been started and
/// after it has been stopped the work is dropped, which is all that can be done with it. Thread-safe.
using OnPipeline = std::function<void(std::function<void(PipelineHost &)>)>;
using OnHistory = std::function<void(std::function<void(HistoryWorker &)>)>;
using OnStore = std::function<void(std::function<void(Storage &)>)>;

} // namespace tickstock
