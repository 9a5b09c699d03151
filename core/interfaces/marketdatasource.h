// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"
#include "core/health/connectiontestresult.h"
#include "core/health/healthboard.h"
#include "core/interfaces/marketmailbox.h"
#include "core/market/symbol.h"
#include "core/patterns/patternrecord.h"
#include "core/patterns/patternsettings.h"

#include <QMetaType>
#include <QObject>
#include <QStringList>

#include <map>

namespace tickstock {

/// A symbol's past, for a chart.
struct SymbolHistory
{
    QString symbol;
    std::vector<Bar> minutes;           ///< oldest first, extended hours included
    std::vector<Bar> days;              ///< full trading days, oldest first
    std::vector<PatternEvent> events{}; ///< that were found on these minutes
    bool isComplete = false;            ///< nothing more is being fetched
    QString problem;                    ///< why something is missing, in English; empty if nothing is
};

/// What a user can do to a connection.
enum class ConnectionAction {
    Pause,     ///< move its symbols away and close it
    Resume,    ///< open it again
    Reconnect, ///< close and open, waiting for nothing
    Drain,     ///< move its symbols away, stay open
    Undrain
};

/// Something the user should know that is not a state of a connection.
struct ServiceNotice
{
    enum class Kind {
        StorageFailed,
        StorageAway, ///< it will come back, and what is due is kept on disk for it
        NoSymbols,
        UnknownUniverse,
        NoKey,
        ApiUnavailable,
        SettingWarning,
        UniverseNotSaved,
        NotCarried,
        PatternsNotSaved
    };
    Kind kind = Kind::SettingWarning;
    QString detail;
};

/// What the window sees of the core: values in, values out. Lives in the GUI thread and never blocks it.
class MarketDataSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual SymbolTable &symbols() = 0;
    virtual MarketMailbox &mailbox() = 0;
    virtual HealthBoard::Snapshot health() const = 0;
    /// The symbols the feed carries.
    virtual QStringList subscribedSymbols() const = 0;
    virtual void subscribe(const QStringList &symbols) = 0;
    virtual void unsubscribe(const QStringList &symbols) = 0;
    /// Answered by historyLoaded(), possibly several times.
    virtual void loadHistory(const QString &symbol) = 0;
    /// What the screen shows: fetched first, and polled from REST while no connection is up.
    virtual void setVisible(const QStringList &symbols) = 0;
    virtual void control(ConnectionId connection, ConnectionAction action) = 0;
    /// Answered by planReady(): what a rebalance would change now, or has changed if @p apply.
    virtual void requestPlan(bool apply) = 0;
    /// How many symbols each connection of @p set would carry if all were up, in their order; the last number is that
    /// of symbols that fit nowhere. A pure function: nothing has to run.
    virtual std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings) const = 0;
    /// Tries one connection through, step by step, and answers by connectionTested() after each. Never opens one
    /// connection more than is in use: the running one is paused meanwhile.
    virtual void testConnection(ConnectionId connection, const ConnectionTestRequest &request) = 0;
    virtual void cancelTest() = 0;
    /// The symbol lists in the store, for choosing and editing; answered by universesRead().
    virtual void readUniverses() = 0;
    /// Replaces or adds one list; no symbols: removes it. Answered by universesRead(), or by noticed() when the store
    /// refuses.
    virtual void saveUniverse(const QString &key, const QStringList &symbols) = 0;

    /// Which patterns are looked for.
    virtual PatternSettings patternSettings() const = 0;
    /// From now on these, also by later runs; a problem with keeping them is told by noticed().
    virtual void setPatternSettings(const PatternSettings &settings) = 0;
    /// What followed each pattern on this symbol's stored bars; answered by recordsRead().
    virtual void readRecords(const QString &symbol, const PatternSettings &settings) = 0;

Q_SIGNALS:
    void started();
    void subscriptionsChanged();
    /// A new trading day began: previous closes and daily bars have moved on.
    void sessionChanged();
    void historyLoaded(const tickstock::SymbolHistory &history);
    void noticed(const tickstock::ServiceNotice &notice);
    void planReady(const tickstock::RoutingPlan &plan, bool isApplied);
    void connectionTested(tickstock::ConnectionId connection, const tickstock::ConnectionTestResult &result);
    void recordsRead(const tickstock::SymbolRecords &records);
    void universesRead(const std::map<QString, QStringList> &universes);
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::SymbolHistory)
