// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"
#include "core/types/threadcheck.h"

#include <functional>

namespace tickstock {

/// Stores a row for every market session in which the program receives events: from the first event to the end of the
/// session in market time, or to the program's end. Lives in the service's thread.
class SessionRecorder final
{
public:
    /// For this long after the post-market's end the vendor still corrects its bars.
    static constexpr Milliseconds Corrections = 16 * OneMinute;
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    explicit SessionRecorder(OnStore onStore);

    /// Call once a second: begins and ends the session's row.
    /// @param symbols how many are subscribed now
    void poll(const HealthBoard::Snapshot &health, int symbols);
    /// The program ends.
    void finish(const HealthBoard::Snapshot &health);

private:
    void begin(const SessionHours &hours, Timestamp at);
    /// @param counts the program's counters at the end
    void end(Timestamp at, SessionCounts counts);
    static SessionCounts countsOf(const HealthBoard::Snapshot &health);

    ThreadCheck m_thread;
    const OnStore m_onStore;
    ExchangeCalendar m_calendar;
    QDate m_date; // of the session under way
    int m_symbols = 0;
    SessionCounts m_before;     // the counters when it began
    SessionCounts m_lastCounts; // at the last poll
    Timestamp m_begunAt;
    std::shared_ptr<qint64> m_row; // its id, 0 until the store has given it; read and written in the storage thread
};

} // namespace tickstock
