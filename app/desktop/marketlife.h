// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/marketrun.h"

#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace tickstock {

/// Has at most one market run at a time. The next one begins only when the one before has let go of its connections and
/// files, because two feeds on one key evict each other; nobody waits meanwhile. GUI thread.
class MarketLife final : public QObject
{
    Q_OBJECT

public:
    /// A run's own bound for its end is five seconds.
    static constexpr std::chrono::milliseconds UsualPatience{8'000};

    /// @param patience after this time, an end that is still awaited is reported by overdue()
    explicit MarketLife(std::chrono::milliseconds patience = UsualPatience);
    /// Waits for the run's end.
    ~MarketLife() override;

    /// Starts @p run. Nothing else may run or end at this time.
    void begin(std::unique_ptr<MarketRun> run);
    /// Null if nothing runs, also while a run ends.
    MarketRun *current() const { return m_current.get(); }
    bool isEnding() const { return m_ending != nullptr; }
    /// Ends what runs, and calls @p then once it has ended: at once if nothing runs. If the end of a run is awaited
    /// already, @p then takes the place of what was to follow.
    void endThen(std::function<void()> then);

Q_SIGNALS:
    /// The end takes longer than it should. It is awaited all the same.
    void overdue();

private:
    void finish();

    std::unique_ptr<MarketRun> m_current;
    std::unique_ptr<MarketRun> m_ending;
    std::function<void()> m_then; // when m_ending has ended
    QTimer m_patience;
};

} // namespace tickstock
