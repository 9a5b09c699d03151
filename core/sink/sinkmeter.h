// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/sinkhealth.h"
#include "core/types/histogram.h"

#include <mutex>

namespace tickstock {

/// The figures of one sink: written by the sink's thread, which may hang in a server call, and read by others, who must
/// not. Thread-safe.
class SinkMeter
{
public:
    SinkMeter(QString name, QString endpoint);

    void setState(SinkState state, const QString &error = {});
    /// @p lagUs from being due to being acknowledged, in microseconds; negative: it came from disk, and its lag is
    /// not counted
    void delivered(quint64 entries, std::int64_t lagUs);
    void dropped(quint64 entries);
    /// What is not delivered yet: in memory, and on disk.
    void setBacklog(quint64 waiting, quint64 spooled);
    SinkState state() const;

    /// The figures now. The rate is that since the last call that was at least half a second ago.
    SinkHealth health();

private:
    mutable std::mutex m_mutex; // protects everything below
    SinkHealth m_health;
    RecentHistogram m_lag;
    quint64 m_waiting = 0;
    quint64 m_writtenAtLastRate = 0;
    std::int64_t m_ratedAtMs = 0;
};

} // namespace tickstock
