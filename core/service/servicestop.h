// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/gaphealth.h"
#include "core/service/makebus.h"

#include <QObject>

#include <functional>
#include <thread>

namespace tickstock {

class FeedController;
class HealthBoard;
class HistoryController;
class LocalInterface;
class PipelineController;
class ScanController;
class StoreController;

/// Ends a service's threads from the source of the data to its sinks, so that what was received is still worked off and
/// stored: while its owner waits, or in a thread of its own. Every wait in it is bounded by the owners. Lives in the
/// thread of its service.
class ServiceStop final : public QObject
{
    Q_OBJECT

public:
    /// All of them must outlive this; nobody else uses them once it has begun.
    struct Parts
    {
        StoreController &store;
        PipelineController &pipeline;
        HistoryController &history;
        FeedController &feed;
        ScanController &scan;
        LocalInterface &api;
        ServiceBus &bus;
        HealthBoard &health;
        bool recordsSession = true; ///< else another program does
    };
    explicit ServiceStop(const Parts &parts);
    /// Waits for what has begun.
    ~ServiceStop() override;

    bool hasBegun() const { return m_stage != Stage::Before; }
    /// Waits for nothing; @p then is called in this thread when all is over.
    void begin(std::function<void()> then);
    /// Waits until all is over; what has begun goes on.
    void finish();

private:
    enum class Stage { Before, Sources, Sinks };

    void inBackground(std::function<void()> work, std::function<void()> then);
    void enter();
    void stopSources();
    void recordEnd();
    void stopSinks();
    void dropBus();

    const Parts m_parts;
    Stage m_stage = Stage::Before;
    std::thread m_thread;
    GapHealth m_gapsAtEnd; // the end of the program is none of the session's
};

} // namespace tickstock
