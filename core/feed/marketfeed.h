// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionhealth.h"
#include "core/market/tick.h"

#include <QObject>
#include <QStringList>

namespace tickstock {

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

Q_SIGNALS:
    void ticks(const tickstock::TickBatchPtr &batch);
    /// A connection changed its state.
    void statusChanged(const tickstock::ConnectionHealth &health);
    /// The server has confirmed these symbols: data flows from now on, the running minute is incomplete.
    void confirmed(const std::vector<tickstock::SymbolId> &symbols);
    /// The connection is gone. @p since is the market time of the last data that came by it; not valid if none did.
    void lost(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since);
};

} // namespace tickstock
