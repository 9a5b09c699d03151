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

/// Provides what detectors need before their first live bar: days, the minutes of the last sessions, and splits. Emits
/// what the store has, and fetches what it lacks into it. Lives in the history thread; reads the store by posting to
/// the storage thread.
class WarmUp final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        massive::RestClient *rest; ///< null: another program fills the store
        /// Calls @p read in the storage thread, then @p then in the history thread.
        std::function<void(std::function<void(Storage &)> read, std::function<void()> then)> onStore;
        WriteQueue &store;
        SymbolTable &symbols;
        std::function<Timestamp()> marketNow;
        /// Passes on minutes that have been fetched, to the bar book or the store.
        std::function<void(const QString &symbol, const std::vector<Bar> &minutes)> onMinutes;
    };

    /// So many symbols' minutes are fetched unasked on a trading day; those of the others when they are looked at.
    static constexpr int FetchedUnasked = 1'000;

    /// Symbols that are read from the store at a time: a tenth of a second.
    static constexpr qsizetype ReadAtOnce = 200;

    explicit WarmUp(Parts parts);

    /// Call for symbols that have been subscribed, and for all when a trading day begins. Market time must be known.
    void begin(const QStringList &symbols);
    /// These symbols are not followed any more.
    void forget(const QStringList &symbols);
    /// What the screen shows is fetched first, and always.
    void setVisible(const QStringList &symbols);
    /// A session is over: fetches the day's bars that could not be made of stored minutes.
    void fetchMissingDay(const QStringList &symbols, QDate date);
    /// Minutes of sessions before the running one have been stored, on any request.
    void noteStored(const QString &symbol);

Q_SIGNALS:
    void daysReady(tickstock::SymbolId symbol, const std::vector<tickstock::Bar> &days);
    /// The store has more minutes of these symbols' sessions before the running one.
    void minutesWarmed(const QStringList &symbols);
    /// How many symbols' minutes are not fetched before somebody looks at them.
    void leftCold(int symbols);
    /// Splits of these symbols have become known or were withdrawn: what was read of them before is not in today's
    /// shares.
    void splitsChanged(const QStringList &symbols);

private:
    void readEach(const QStringList &symbols, const std::function<void(Storage &, const QString &)> &read,
                  const std::function<void()> &then);
    void readDays(const QStringList &symbols, int attempt);
    void fetchDays(const QStringList &symbols, const std::vector<QDate> &missing);
    void emitDays(const QStringList &symbols);
    void findColdSymbols(const QStringList &symbols, int attempt);
    void admit(const QStringList &cold);
    void fetchMinutes();
    void fetchSplits();
    void saveSplits(const SplitList &splits);
    void retryLater(int attempt, std::function<void()> work);

    const Parts m_parts;
    ExchangeCalendar m_calendar;
    QDate m_splitsFetched; // exchange date of the last time
    QSet<QString> m_visible;
    QStringList m_cold;     // symbols whose last sessions are to be fetched
    QSet<QString> m_left;   // likewise, but not before they are looked at
    int m_admitted = 0;     // symbols fetched unasked on m_admittedOn
    QDate m_admittedOn;     // exchange date
    int m_requests = 0;     // for these, under way
    QSet<QString> m_warmed; // will be announced with the timer
    QTimer m_warmedTimer;
};

} // namespace tickstock
