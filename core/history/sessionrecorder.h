// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"

#include <functional>

namespace tickstock {

/// Keeps a row for every market session the program takes part in: from its first event, or its beginning, to its end
/// in market time, or the program's. Looks at the health board once a second. Lives in the service's thread.
class SessionRecorder final
{
public:
    /// After the post-market's end the vendor still corrects its bars.
    static constexpr Milliseconds Corrections = 16 * OneMinute;
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    explicit SessionRecorder(OnStore onStore);

    /// @param symbols how many are subscribed now
    void look(const HealthBoard::Snapshot &health, int symbols);
    /// The program ends.
    void finish(const HealthBoard::Snapshot &health);

private:
    void begin(const SessionHours &hours, Timestamp at);
    /// @param counts the program's counters at the end
    void end(Timestamp at, SessionCounts counts);
    static SessionCounts countsOf(const HealthBoard::Snapshot &health);

    const OnStore m_onStore;
    ExchangeCalendar m_calendar;
    QDate m_date; // of the session under way
    int m_symbols = 0;
    SessionCounts m_before;     // the counters when it began
    SessionCounts m_lastCounts; // at the last look
    Timestamp m_begunAt;
    std::shared_ptr<qint64> m_row; // known when the store has answered; in the storage thread
};

} // namespace tickstock
