// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/connectionhealth.h"
#include "core/health/routingplan.h"
#include "core/market/quotebatch.h"

#include <QObject>
#include <QStringList>

namespace tickstock {

/// Data of these symbols has stopped coming, and what was sent meanwhile is not known.
struct Loss
{
    ConnectionId connection;
    std::vector<SymbolId> symbols;
    Timestamp since; ///< market time of the last data that came by the connection; not valid if none did
    StatusReason reason = StatusReason::Lost;
    QString detail{}; ///< the server's or the network's own words
};

struct Resumption
{
    SymbolId symbol;
    ConnectionId connection;
    Timestamp at; ///< market time: start of the first event
};

/// A source of market events. One connection, several of them, or another program's bus look the same from here.
/// Lives in the feed thread: call it there, and connect to ticks() directly, since it is emitted once a frame.
class MarketFeed : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void open() = 0;
    /// Orderly: with a close frame, so that the server frees its slot at once.
    virtual void close() = 0;
    /// Symbols as the server spells them. Takes effect as soon as the feed is authenticated, and again after every
    /// reconnection, until unsubscribed.
    virtual void subscribe(const QStringList &symbols) = 0;
    virtual void unsubscribe(const QStringList &symbols) = 0;
    virtual std::vector<ConnectionHealth> health() const = 0;
    /// How the symbols are spread over several connections; empty for a single one.
    virtual RoutingHealth routing() const { return {}; }

Q_SIGNALS:
    void ticks(const tickstock::TickBatchPtr &batch);
    /// Quotes and bands of a frame that has any; they go their own way.
    void quoted(const tickstock::QuoteBatchPtr &batch);
    /// A connection changed its state.
    void statusChanged(const tickstock::ConnectionHealth &health);
    /// The server has confirmed these symbols: data flows (again), and what came before is to be fetched.
    void confirmed(const std::vector<tickstock::SymbolId> &symbols);
    /// Data flows, but these symbols' minutes from market time @p since (not valid: the running one) may be incomplete:
    /// they were moved between connections, or a silence may have cost something.
    void unsure(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since);
    void lost(const tickstock::Loss &loss);
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::Loss)
