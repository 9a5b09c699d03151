// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/serviceoptions.h"
#include "core/types/workerthread.h"

#include <memory>

namespace tickstock {

class ApiServer;
class FeedController;
class HealthBoard;
class MessageBus;
class PipelineController;
class StoredWatchlists;

/// Owns the api thread. Lives in the thread of its service.
class LocalInterface final
{
public:
    LocalInterface();
    ~LocalInterface();

    /// Listens where the settings say. An error when it cannot; the interface is off then.
    /// @param desk has quotes, halts and prints, @p bus the rest
    /// @param feed answers about connections, as @p pipeline does about movers; all must outlive this
    Outcome start(const Settings &settings, const HealthBoard &health, MessageBus &bus, MessageBus &desk,
                  FeedController &feed, PipelineController &pipeline, const StoredWatchlists &watchlists);
    /// From any thread.
    void stop();

private:
    std::unique_ptr<WorkerThread<ApiServer>> m_thread; // null: off
};

} // namespace tickstock
