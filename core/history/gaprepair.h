// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"
#include "core/health/healthboard.h"
#include "core/history/droppedsymbols.h"
#include "core/history/gapledger.h"
#include "core/history/holebook.h"
#include "core/history/holesettlement.h"
#include "core/history/minuterepair.h"
#include "core/history/rechecks.h"
#include "core/history/sessioncomparison.h"
#include "core/market/barprovider.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/writequeue.h"
#include "core/types/delayqueue.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

namespace tickstock {

/// Fetches what is missing in the data: whole ranges after a loss or a start, single minutes that ended without the
/// vendor's own bar, and once a day the session that is over, for its last corrections. Keeps the gap ledger in the
/// store and on the health board. A hole that could not be fetched stays open and is tried again, by the next run of
/// the program, too. Lives in the history thread.
class GapRepair final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        BarProvider *provider; ///< null: there is none, and nothing is fetched
        SymbolTable &symbols;
        WriteQueue &store;
        HealthBoard &health;
        std::function<Timestamp()> marketNow;
    };
    explicit GapRepair(Parts parts);
    ~GapRepair() override;

    /// The symbol's minutes are stored up to @p until (not valid: none are); what follows is fetched once the server
    /// has confirmed its subscription.
    void noteStored(SymbolId symbol, Timestamp until);
    /// A hole that an earlier run of the program left open.
    void restore(const Gap &gap);
    void noteLost(const Loss &loss);
    /// Events of these symbols were dropped because there was no time for them. They are fetched when nothing has been
    /// dropped for a while.
    void noteOverload(const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until);
    /// Events of these minutes could not be used. They are fetched like those.
    void noteThrownAway(const std::vector<ThrownAway> &minutes);
    void noteResumed(const std::vector<Resumption> &symbols);
    /// What the feed's own minute bars tell of the day's volume.
    void noteDayVolumes(const std::vector<DayVolume> &bars);
    /// AM or REST has confirmed these minutes.
    void noteConfirmed(const std::vector<std::pair<SymbolId, Timestamp>> &minutes);
    /// Data of these symbols flows (again): fetches what they missed.
    void repairHoles(const std::vector<SymbolId> &symbols);
    /// A minute has ended without the vendor's own bar: asks REST for it, a few times.
    void repairMinute(SymbolId symbol, Timestamp minute);
    /// Fetches the minutes of a session that is over, for what was corrected too late for the feed or lost unnoticed.
    void takeCorrections(const QStringList &symbols, Timestamp from, Timestamp to);
    /// These symbols are on the screen, and are fetched first.
    void setVisible(const QStringList &symbols);

Q_SIGNALS:
    void fetched(const QString &symbol, const std::vector<tickstock::Bar> &minutes);
    /// REST does not have this minute: what the feed brought of it is all that there will be.
    void givenUp(tickstock::SymbolId symbol, tickstock::Timestamp minute);

private:
    void makeMinuteRepair();
    void repair(SymbolId symbol);
    void noteFailure(SymbolId symbol, Timestamp from, const Error &error);
    void takeIn(SymbolId symbol, Timestamp from, Timestamp asked, std::uint64_t serial, const FetchedBars &found);
    void settle(SymbolId symbol);
    int growth(SymbolId symbol);
    void openHole(ConnectionId connection, SymbolId symbol, Timestamp from, StatusReason cause, bool continues = false);
    void openTimeNotRunning(const QString &name, SymbolId symbol);
    void noteDropped(SymbolId symbol, Timestamp since, Timestamp until, StatusReason reason);
    void recheck(const Rechecks::Range &range, Timestamp now);
    bool isClosed() const { return m_calendar.sessionAt(m_parts.marketNow()) == Session::Closed; }
    Priority priorityOf(const QString &symbol) const;
    void publishSoon();
    void publish();

    Parts m_parts;
    GapLedger m_ledger;
    HoleSettlement m_settlement;
    ExchangeCalendar m_calendar;
    QSet<QString> m_visible;
    HoleBook m_holes;
    QSet<SymbolId> m_repairing;
    std::unique_ptr<MinuteRepair> m_minutes;         // null without a provider
    std::unique_ptr<SessionComparison> m_comparison; // null without a provider
    bool m_hasRestored = false;                      // the ledger has entries that the health board does not show
    Rechecks m_rechecks;
    QTimer m_recheckTimer;
    DelayQueue m_later; // after failures
    DroppedSymbols m_dropped;
    RepairHealth m_state;
    QTimer m_publishTimer;
};

} // namespace tickstock
