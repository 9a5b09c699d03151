// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/feedhost.h"
#include "core/feed/marketfeed.h"
#include "core/health/healthboard.h"
#include "core/history/gapledger.h"
#include "core/market/barprovider.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/writequeue.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <map>
#include <set>

namespace tickstock {

/// Knows every hole in the data and fetches what is missing: whole ranges after a loss or a start, single minutes that
/// ended without the vendor's own bar, and once a day the session that is over, for its last corrections. Keeps the
/// gap ledger in the store and on the health board. What could not be fetched stays open and is tried again, also by
/// the next run of the program. Lives in the history thread.
class GapRepair final : public QObject
{
    Q_OBJECT

public:
    /// How far back holes are repaired without being asked.
    static constexpr int Sessions = 5;

    struct Parts
    {
        BarProvider *provider; ///< null: nothing can be fetched
        SymbolTable &symbols;
        WriteQueue &store;
        HealthBoard &health;
        std::function<Timestamp()> marketNow;
    };
    explicit GapRepair(Parts parts);
    ~GapRepair() override;

    /// The symbol's minutes are stored up to @p until (not valid: none); what follows has to be fetched once it is
    /// confirmed.
    void noteStored(SymbolId symbol, Timestamp until);
    /// A hole that an earlier run left open.
    void restore(const Gap &gap);
    void noteLost(const Loss &loss);
    /// Events of any of these symbols were dropped for want of time. They are fetched once it is over.
    void noteOverload(const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until);
    void noteResumed(const std::vector<Resumption> &symbols);
    /// These minutes are certain now.
    void noteSettled(const std::vector<std::pair<SymbolId, Timestamp>> &minutes);
    /// Data of these symbols flows (again): fetch what they missed.
    void repairHoles(const std::vector<SymbolId> &symbols);
    /// A minute that ended without the vendor's own bar; asked for until REST has it.
    void repairMinute(SymbolId symbol, Timestamp minute, std::size_t attempt = 0);
    /// The minutes of a session that is over: what was corrected too late for the feed, or lost unnoticed.
    void takeCorrections(const QStringList &symbols, Timestamp from, Timestamp to);
    /// What the screen shows is fetched first.
    void setVisible(const QStringList &symbols) { m_visible = QSet<QString>(symbols.begin(), symbols.end()); }

Q_SIGNALS:
    void fetched(const QString &symbol, const std::vector<tickstock::Bar> &minutes);
    /// REST does not have this minute: what the feed brought of it is all there will be.
    void givenUp(tickstock::SymbolId symbol, tickstock::Timestamp minute);

private:
    void repair(SymbolId symbol);
    void noteFailure(SymbolId symbol, Timestamp from, const Error &error);
    void noteTimeNotRunning(const QString &name, SymbolId symbol);
    void askForMinute(SymbolId symbol, Timestamp minute, std::size_t attempt);
    void reportSoon();
    void endOverload();
    void recheckSoon(SymbolId symbol, Timestamp from);
    void recheckDue();
    void lowerHole(SymbolId symbol, Timestamp from);
    Priority priorityOf(const QString &symbol) const;
    void report();

    Parts m_parts;
    GapLedger m_ledger;
    ExchangeCalendar m_calendar;
    QSet<QString> m_visible;
    QHash<SymbolId, Timestamp> m_storedUntil; // by the last run, start of its last minute
    QHash<SymbolId, Timestamp> m_holeSince;   // up to which time the symbol's minutes are complete
    QHash<SymbolId, Timestamp> m_resumedAt;   // first event of the connection that carries it now
    QSet<SymbolId> m_repairing;
    std::set<std::pair<SymbolId, Timestamp>> m_uncertain; // minutes that are being asked for one by one
    bool m_mustPublish = false;                           // the ledger changed without a change for the store
    /// What REST said of minutes younger than two did not count where the feed had brought them: asked for once more,
    /// by market time.
    std::map<SymbolId, std::pair<Timestamp, Timestamp>> m_rechecks; // from when on, and when
    QTimer m_recheckTimer;
    std::set<SymbolId> m_overloaded;
    QTimer m_overloadTimer; // until nothing has been dropped for a while
    RepairHealth m_state;
    QTimer m_reportTimer;
};

} // namespace tickstock
