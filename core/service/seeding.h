// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/symbol.h"
#include "core/service/ports.h"

#include <QDate>
#include <QObject>
#include <QStringList>

namespace tickstock {

class SubscriptionList;
class Storage;

/// Reads what is stored of symbols before their data flows, and hands it to those who continue it: bars and patterns to
/// the pipeline, where the minutes end to the repair of holes, what was found to the screen. Lives in the thread of its
/// service; the reading is done in the storage thread.
class Seeding final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        SymbolTable &symbols;
        SubscriptionList &subscriptions;
        MarketMailbox &mailbox;
        OnStore onStore;
        OnPipeline onPipeline;
        OnHistory onHistory;
        bool showsStored = true;     ///< there is a user, who wants to see what earlier runs have found
        bool needsWholePast = false; ///< patterns of symbols whose past cannot be read are not looked for
        int retryMs = 2'000;         ///< a store that cannot be read is asked again after this time
    };
    explicit Seeding(Parts parts);

    /// The trading day of market time.
    void setSession(QDate session) { m_session = session; }
    /// Everything, as for symbols that have just been added; then @p then.
    void read(const QStringList &symbols, std::function<void()> then);
    /// What patterns begin with, and nothing else: a trading day begins, the shares are others now, or the store has
    /// more of the past. What is missing of the bars is found by the repair of holes.
    void readPatterns(const QStringList &symbols);

private:
    struct Result;

    void readSymbol(Storage &storage, const QString &symbol, QDate session, Result &result) const;
    bool seedPatterns(Storage &storage, const QString &symbol, QDate session, const std::vector<Bar> &minutes,
                      std::vector<PatternEvent> &reported) const;
    void show(std::vector<PatternEvent> reported) const;
    void resumePatterns(const QStringList &symbols);
    void forgetPatterns(const QStringList &symbols);
    void retryLater(const QStringList &unread);

    const Parts m_parts;
    QDate m_session; // not valid before it is known
};

} // namespace tickstock
