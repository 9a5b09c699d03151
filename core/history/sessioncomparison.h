// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/history/holesettlement.h"
#include "core/market/barprovider.h"

#include <QObject>

#include <functional>

namespace tickstock {

/// Compares a session that is over with REST: takes corrections that came too late for the feed, and settles what is
/// still open of the session's holes, for the last time. Lives in the history thread.
class SessionComparison final : public QObject
{
    Q_OBJECT

public:
    /// All of them must outlive this.
    struct Parts
    {
        BarProvider &provider;
        SymbolTable &symbols;
        GapLedger &ledger;
        HoleSettlement &settlement;
        std::function<Timestamp()> marketNow;
    };
    explicit SessionComparison(Parts parts)
        : m_parts(std::move(parts))
    {
    }

    /// Minutes with @p from <= start < @p to. What fails is tried again, ever more seldom.
    void compare(const QStringList &symbols, Timestamp from, Timestamp to);

Q_SIGNALS:
    void fetched(const QString &symbol, const std::vector<tickstock::Bar> &minutes);
    /// A symbol's holes may have ended.
    void compared();

private:
    void ask(const QString &symbol, Timestamp from, Timestamp to, int attempt);
    void takeIn(const QString &symbol, Timestamp from, Timestamp to, const FetchedBars &found, std::uint64_t serial);

    const Parts m_parts;
};

} // namespace tickstock
