// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restclient.h"
#include "core/health/healthboard.h"
#include "core/history/chartloader.h"
#include "core/history/gaprepair.h"
#include "core/history/symbolnames.h"
#include "core/history/warmup.h"
#include "core/interfaces/symbolhistory.h"
#include "core/market/exchangecalendar.h"
#include "core/patterns/patternrecord.h"
#include "core/storage/storage.h"
#include "core/storage/writequeue.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tickstock {

/// Reads the past from the store and fetches what it lacks: for charts, for holes (GapRepair) and for detectors
/// (WarmUp); also the newest minutes while no connection is up. Lives in the history thread; reads the store by posting
/// to the storage thread.
class HistoryWorker final : public QObject
{
    Q_OBJECT

public:
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    /// @param rest null: nothing can be fetched
    /// @param repairsFromStore holes are repaired from the store, which another program fills
    /// @param mayBeSimulated the feed is on this machine: a clock far from ours is a simulated market's
    HistoryWorker(std::unique_ptr<massive::RestClient> rest, OnStore onStore, WriteQueue &store, SymbolTable &symbols,
                  HealthBoard &health, bool repairsFromStore, bool mayBeSimulated = true);

    /// Loads a symbol for a chart: emits historyLoaded() with what is stored, and again when REST has completed it.
    void load(const QString &symbol);
    /// Data of these symbols flows (again): fetches what they missed.
    void repairHoles(const std::vector<SymbolId> &symbols);
    GapRepair &repairs() { return m_repairs; }
    /// What the screen shows is fetched first.
    void setVisible(const QStringList &symbols)
    {
        m_repairs.setVisible(symbols);
        m_warmUp.setVisible(symbols);
    }
    /// Asks REST for the newest minutes of these symbols: no connection brings them.
    void poll(const QStringList &symbols);
    WarmUp &warmUps() { return m_warmUp; }
    SymbolNames &names() { return m_names; }
    /// Provides what detectors need of the past of these symbols.
    void warmUp(const QStringList &symbols);
    /// A session is over: fetches the day's bars that could not be made of stored minutes.
    void fetchMissingDay(const QStringList &symbols, QDate date);

    /// Reads the store no more: the program is about to end.
    void stopReading();

    /// Counts what followed the patterns of a symbol on its stored bars; emits recordsReady().
    void readRecords(const QString &symbol, const PatternSettings &settings);

Q_SIGNALS:
    void recordsReady(const tickstock::SymbolRecords &records);
    void historyLoaded(const tickstock::SymbolHistory &history);
    /// Minutes of the running session, for the bar book.
    void minutesFetched(tickstock::SymbolId symbol, const std::vector<tickstock::Bar> &minutes);
    /// @param isSimulated it is the time of a simulated market, and says nothing about this machine's clock
    void serverTimeKnown(tickstock::Timestamp now, bool isSimulated);

private:
    Timestamp now() const;
    void askServerTime();
    void watchOwnClock();
    void whenServerTimeKnown(std::function<void()> work);
    void onStore(std::function<void(Storage &)> read, std::function<void()> then);
    using StoreReader = std::function<void(std::function<void(Storage &)> read, std::function<void()> then)>;
    StoreReader storeReader();
    void fetched(const QString &symbol, const std::vector<Bar> &minutes);
    void storeDays(const QString &symbol, const std::vector<Bar> &days);
    void noteServerTime(Timestamp server);

    std::unique_ptr<massive::RestClient> m_rest;
    std::unique_ptr<BarProvider> m_storeBars; // null unless holes are repaired from the store
    const OnStore m_onStore;
    WriteQueue &m_store;
    SymbolTable &m_symbols;
    HealthBoard &m_health;
    ExchangeCalendar m_calendar;
    const bool m_mayBeSimulated;
    std::int64_t m_serverAheadMs = 0;
    QTimer m_clockTimer;
    QElapsedTimer m_sinceAsked;           // for the server's time
    std::int64_t m_wallMinusSteadyMs = 0; // changes when somebody sets this machine's clock, or it sleeps
    bool m_serverTimeKnown = false;
    bool m_serverTimeAsked = false;
    std::vector<std::function<void()>> m_afterServerTime;
    GapRepair m_repairs;
    WarmUp m_warmUp;
    ChartLoader m_charts;
    SymbolNames m_names;
    bool m_isStopping = false;
};

} // namespace tickstock
