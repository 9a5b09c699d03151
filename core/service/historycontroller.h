// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/history/historyworker.h"
#include "core/history/nightlyrollup.h"
#include "core/history/sessionrecorder.h"
#include "core/service/ports.h"
#include "core/service/serviceoptions.h"
#include "core/types/workerthread.h"

#include <QElapsedTimer>

#include <chrono>
#include <memory>

namespace tickstock {

class SubscriptionList;

/// Owns the history thread, and what is done about the past: holes are repaired, charts and detectors get what they
/// need, sessions are recorded, days are rolled up. Lives in the thread of its service.
class HistoryController final : public QObject
{
    Q_OBJECT

public:
    /// @param onStore reads and writes of the store; must be safe to call until stop() has returned
    HistoryController(const ServiceOptions &options, SubscriptionList &subscriptions, HealthBoard &health,
                      OnStore onStore);

    void start(WriteQueue &store, SymbolTable &symbols);
    /// No more reads of the store from here on: the program is about to end. From any thread.
    void stopReading();
    /// Ends the thread. From any thread, after stopReading() and when the store has finished reading.
    void stop() { m_thread.stop(); }
    /// Keeps the row of the session that is running.
    void recordEnd(const HealthBoard::Snapshot &last) { m_sessions.finish(last); }

    bool isStarted() const { return m_thread.isRunning(); }
    OnHistory port();
    /// For connecting signals after start().
    HistoryWorker &worker() { return *m_thread.worker(); }
    /// The server's clock has told that its market is not a simulated one.
    bool isRealTime() const { return m_isRealTime; }

    void load(const QString &symbol);
    void readRecords(const QString &symbol, const PatternSettings &settings);
    /// Holes that an earlier run left open, of symbols that are wanted; the others stay as they are in the store.
    void restoreGaps(const std::vector<Gap> &gaps);
    /// What detectors need of the past of all wanted symbols: a trading day begins.
    void warmUpAll();
    /// A session's minutes can be compared with REST now.
    void takeCorrections(Timestamp preOpen, Timestamp close);
    /// All wanted symbols' holes, after the store was away.
    void repairAll(SymbolTable &symbols);
    /// Once a second.
    void poll(bool isFeedOpened);

Q_SIGNALS:
    /// By how much this machine's clock is behind the server's, now and then.
    void serverAheadKnown(std::chrono::milliseconds ahead);
    void historyLoaded(const tickstock::SymbolHistory &history);
    void symbolsListed(const std::shared_ptr<const tickstock::SymbolListing> &listing);
    void recordsReady(const tickstock::SymbolRecords &records);
    /// The store has more of the past of these symbols, or what was read of them is in other shares than today's.
    void pastChanged(const QStringList &symbols);

private:
    void connectWorker();
    void noteServerTime(Timestamp server, bool isSimulated);
    void noteSplits(const QStringList &symbols);
    void pollWhenAlone(const HealthBoard::Snapshot &health);
    bool isSessionComplete(const HealthBoard::Snapshot &health, bool isFeedOpened) const;

    const ServiceOptions &m_options;
    SubscriptionList &m_subscriptions;
    HealthBoard &m_health;
    const OnStore m_onStore;
    SessionRecorder m_sessions;
    NightlyRollup m_rollup;
    bool m_isRealTime = false;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceConnected;
    QElapsedTimer m_sincePoll;
    WorkerThread<HistoryWorker> m_thread;
};

} // namespace tickstock
