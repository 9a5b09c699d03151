// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restclient.h"
#include "core/market/exchangecalendar.h"
#include "core/service/healthboard.h"
#include "core/service/marketdatasource.h"
#include "core/storage/storage.h"
#include "core/storage/writequeue.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace tickstock {

/// The past: fetches what the store does not have, for charts, for holes in the running session, and for detectors that
/// need days before their first live bar. Lives in the history thread; reads the store by posting to the storage
/// thread.
class HistoryWorker final : public QObject
{
    Q_OBJECT

public:
    /// How far back a chart reaches.
    static constexpr int MinuteSessions = 10;
    static constexpr int Days = 250;
    /// How far back holes are repaired without being asked.
    static constexpr int RepairSessions = 5;

    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    HistoryWorker(std::unique_ptr<massive::RestClient> rest, OnStore onStore, WriteQueue &store, SymbolTable &symbols,
                  HealthBoard &health);

    /// A chart wants this symbol; answered by historyLoaded(), at once with what is stored, again when REST has added
    /// to it.
    void load(const QString &symbol);
    /// The symbol's minutes are stored up to @p until (not valid: none); what follows has to be fetched once it is
    /// confirmed.
    void noteStored(SymbolId symbol, Timestamp until);
    /// Data of these symbols ended at market time @p since.
    void noteLost(const std::vector<SymbolId> &symbols, Timestamp since);
    /// Data of these symbols flows again: fetch what they missed.
    void repairHoles(const std::vector<SymbolId> &symbols);
    /// A minute that ended without the vendor's own bar; asked for until REST has it.
    void repairMinute(SymbolId symbol, Timestamp minute, std::size_t attempt = 0);
    /// Reads or fetches the days that detectors need.
    void warmUp(const QStringList &symbols);

    /// No more reads of the store from here on: the program is about to end.
    void stopReading() { m_isStopping = true; }

Q_SIGNALS:
    void historyLoaded(const tickstock::SymbolHistory &history);
    /// Minutes of the running session, for the bar book.
    void minutesFetched(tickstock::SymbolId symbol, const std::vector<tickstock::Bar> &minutes);
    void daysReady(tickstock::SymbolId symbol, const std::vector<tickstock::Bar> &days);
    void serverTimeKnown(tickstock::Timestamp now);

private:
    Timestamp now() const;
    void askServerTime();
    void whenServerTimeKnown(std::function<void()> work);
    void onStore(std::function<void(Storage &)> read, std::function<void()> then);
    void showStored(const QString &symbol, std::vector<Bar> minutes, std::vector<Bar> days);
    void fetchMissing(const SymbolHistory &stored);
    void repair(SymbolId symbol);
    void askForMinute(SymbolId symbol, Timestamp minute, std::size_t attempt);
    bool isRepaired(SymbolId symbol, Timestamp minute) const;
    void fetched(const QString &symbol, const std::vector<Bar> &minutes);
    void storeDays(const QString &symbol, const std::vector<Bar> &days);
    void fetchWarmUpDays(const QStringList &symbols, std::vector<QDate> missing);
    void handOutDays(const QStringList &symbols);
    void report();

    std::unique_ptr<massive::RestClient> m_rest;
    const OnStore m_onStore;
    WriteQueue &m_store;
    SymbolTable &m_symbols;
    HealthBoard &m_health;
    ExchangeCalendar m_calendar;
    std::int64_t m_serverAheadMs = 0;
    bool m_serverTimeKnown = false;
    bool m_serverTimeAsked = false;
    std::vector<std::function<void()>> m_afterServerTime;
    QHash<SymbolId, Timestamp> m_holeSince; // up to which time the symbol's minutes are complete
    QSet<SymbolId> m_repairing;
    QHash<SymbolId, std::pair<Timestamp, Timestamp>> m_repaired; // what the last repair covered, from and to
    QSet<QString> m_fetchedThisRun;
    RepairHealth m_repairHealth;
    bool m_isStopping = false;
};

} // namespace tickstock
