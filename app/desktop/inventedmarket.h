// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"
#include "core/simulator/replayfile.h"
#include "core/simulator/simulator.h"
#include "core/types/workerthread.h"

#include <QStringList>

namespace tickstock {

/// A market that is not the real one: the built-in simulator, in a thread of its own, which invents prices or plays a
/// recording. GUI thread.
class InventedMarket final
{
public:
    enum class Kind { Demo, Replay };

    /// Prices of the last trading day, invented. @p speed in market seconds per second.
    static Expected<std::unique_ptr<InventedMarket>> demo(double speed);
    static Expected<std::unique_ptr<InventedMarket>> replay(simulator::Recording recording, double speed);

    /// "simulated" or "replay": what the core calls the source of these prices.
    QString sourceWord() const;
    /// The user's settings, changed so that the simulator is the feed and nothing invented leaves this program.
    Expected<Settings> settings(const SettingTexts &own) const;

private:
    explicit InventedMarket(Kind kind);
    Outcome start(std::unique_ptr<simulator::TradeSource> source, double speed);

    const Kind m_kind;
    QStringList m_symbols;
    quint16 m_feedPort = 0;
    quint16 m_httpPort = 0;
    WorkerThread<simulator::Simulator> m_simulator;
};

/// A database of invented prices cannot be gone on with: what was invented earlier would not fit. Removes it; waits for
/// the disk. Thread-safe.
void removeInventedStore(const QString &databaseFile);

} // namespace tickstock
