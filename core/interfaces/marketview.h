// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/interfaces/symbolhistory.h"
#include "core/market/symbol.h"

#include <QObject>
#include <QStringList>

namespace tickstock {

/// The market as a window sees it: which symbols are followed, what they do now, what they did. Lives in the GUI thread
/// and never blocks it.
class MarketView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual SymbolTable &symbols() = 0;
    virtual MarketMailbox &mailbox() = 0;
    /// The symbols that the feed carries, or will as soon as it can.
    virtual QStringList subscribedSymbols() const = 0;
    virtual void subscribe(const QStringList &symbols) = 0;
    virtual void unsubscribe(const QStringList &symbols) = 0;
    /// Answered by historyLoaded(), possibly several times.
    virtual void loadHistory(const QString &symbol) = 0;
    /// What the screen shows: fetched first, and polled from REST while no connection is up.
    virtual void setVisible(const QStringList &symbols) = 0;

Q_SIGNALS:
    void subscriptionsChanged();
    /// A new trading day began: previous closes and daily bars have moved on. Charts load their history again.
    void sessionChanged();
    void historyLoaded(const tickstock::SymbolHistory &history);
};

} // namespace tickstock
