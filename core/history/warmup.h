// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restclient.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"
#include "core/storage/writequeue.h"

#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <functional>

namespace tickstock {

/// What detectors need before their first live bar: days, the minutes of the last sessions, and splits. Hands out what
/// the store has, and fetches into it what it lacks. Lives in the history thread; reads the store by posting to the
/// storage thread.
class WarmUp final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        massive::RestClient *rest; ///< null: another program fills the store
        /// Reads in the storage thread, then goes on here.
        std::function<void(std::function<void(Storage &)> read, std::function<void()> then)> onStore;
        WriteQueue &store;
        SymbolTable &symbols;
        std::function<Timestamp()> marketNow;
        /// Minutes that have been fetched, to where minutes go.
        std::function<void(const QString &symbol, const std::vector<Bar> &minutes)> take;
    };

    explicit WarmUp(Parts parts);

    /// Symbols are subscribed, or a trading day begins. Market time must be known.
    void begin(const QStringList &symbols);
    /// A session is over: the day's bars of those symbols that could not be made of stored minutes.
    void fetchMissingDay(const QStringList &symbols, QDate date);
    /// Minutes of sessions before the running one have been stored, whoever asked for them.
    void noteStored(const QString &symbol);

Q_SIGNALS:
    void daysReady(tickstock::SymbolId symbol, const std::vector<tickstock::Bar> &days);
    /// The store has more minutes of these symbols' sessions before the running one.
    void minutesWarmed(const QStringList &symbols);
    /// What was read of these symbols before is in other shares than today's.
    void splitsChanged(const QStringList &symbols);

private:
    void readDays(const QStringList &symbols, int attempt);
    void fetchDays(const QStringList &symbols, const std::vector<QDate> &missing);
    void handOutDays(const QStringList &symbols);
    void findColdMinutes(const QStringList &symbols, int attempt);
    void fetchColdMinutes(const QStringList &symbols);
    void fetchSplits();
    void saveSplits(const std::vector<StockSplit> &splits);
    void retryLater(int attempt, std::function<void()> work);

    const Parts m_parts;
    ExchangeCalendar m_calendar;
    QDate m_splitsFetched; // exchange date on which that was done last
    QStringList m_cold;    // symbols whose last sessions are to be fetched
    int m_warming = 0;     // requests under way
    QSet<QString> m_warmed;
    QTimer m_tellWarmed;
};

} // namespace tickstock
