// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/tickgatherer.h"

#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

namespace {

/// A batch of so many goes on at once: the pipeline's thread works while this one reads on.
constexpr std::size_t Many = 256;

} // namespace

void TickGatherer::add(const FrameIntake &frame)
{
    assertThreadOf(this);
    if (m_batch && m_batch->ticks.size() >= Many)
        flush();
    if (!m_batch) {
        m_batch = std::make_shared<TickBatch>(TickBatch{m_connection, frame.received(), frame.receivedNs(), {}, {}});
        m_batch->ticks.reserve(m_usual);
    }
    frame.addTo(*m_batch);
    if (std::exchange(m_isDue, true))
        return;
    postTo(this, [this] {
        m_isDue = false;
        flush();
    });
}

void TickGatherer::flush()
{
    assertThreadOf(this);
    if (!m_batch)
        return;
    m_usual = m_batch->ticks.size();
    Q_EMIT gathered(std::exchange(m_batch, nullptr));
}

} // namespace tickstock
