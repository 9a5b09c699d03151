// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/servicestop.h"

#include "core/bus/redis/redisbus.h"
#include "core/service/feedcontroller.h"
#include "core/service/historycontroller.h"
#include "core/service/localinterface.h"
#include "core/service/pipelinecontroller.h"
#include "core/service/scancontroller.h"
#include "core/service/storecontroller.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

namespace tickstock {

ServiceStop::ServiceStop(const Parts &parts)
    : m_parts(parts)
{
}

ServiceStop::~ServiceStop()
{
    if (m_thread.joinable())
        m_thread.join();
}

void ServiceStop::begin(std::function<void()> then)
{
    assertThreadOf(this);
    if (hasBegun())
        return;
    enter();
    inBackground([this] { stopSources(); },
                 [this, then = std::move(then)] {
                     recordEnd();
                     inBackground([this] { stopSinks(); },
                                  [this, then] {
                                      dropBus();
                                      then();
                                  });
                 });
}

void ServiceStop::finish()
{
    assertThreadOf(this);
    if (!hasBegun()) {
        enter();
        stopSources();
    } else if (m_thread.joinable()) {
        m_thread.join();
    }
    if (m_stage == Stage::Sources)
        recordEnd();
    stopSinks(); // takes no time where that has been done
    dropBus();
}

/// In a thread of its own, and then in this one.
void ServiceStop::inBackground(std::function<void()> work, std::function<void()> then)
{
    m_thread = std::thread([this, work = std::move(work), then = std::move(then)] {
        work();
        postTo(this, [this, then] {
            m_thread.join();
            then();
        });
    });
}

void ServiceStop::enter()
{
    m_stage = Stage::Sources;
    m_gapsAtEnd = m_parts.health.snapshot().gaps;
}

/// In any thread.
void ServiceStop::stopSources()
{
    m_parts.store.finishSoon();
    m_parts.scan.stop();
    m_parts.feed.stop();
    m_parts.api.stop();
    // Reads that are under way in the storage thread answer to the history worker, so it must outlive them.
    m_parts.history.stopReading();
    m_parts.store.finishReading();
    m_parts.history.stop();
    m_parts.pipeline.stop();
}

void ServiceStop::recordEnd()
{
    m_stage = Stage::Sinks;
    HealthBoard::Snapshot last = m_parts.health.snapshot();
    last.gaps = m_gapsAtEnd;
    if (m_parts.recordsSession)
        m_parts.history.recordEnd(last);
}

/// Writes what is queued, or keeps it on disk. In any thread.
void ServiceStop::stopSinks()
{
    m_parts.store.stop();
    if (m_parts.bus.redis)
        m_parts.bus.redis->finishAndWait();
}

/// In the thread that made it.
void ServiceStop::dropBus()
{
    m_parts.bus.redis = nullptr;
    m_parts.bus.bus.reset();
}

} // namespace tickstock
