// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/history/gapledger.h"
#include "core/history/volumeaccount.h"
#include "core/market/symbol.h"

#include <optional>
#include <unordered_map>

namespace tickstock {

/// Decides what has become of the holes of a symbol: whether they are accounted for, what they wait for, and from when
/// on REST has to be asked again. One thread.
class HoleSettlement
{
public:
    /// @param ledger and @param symbols must outlive this
    HoleSettlement(GapLedger &ledger, const SymbolTable &symbols)
        : m_ledger(ledger)
        , m_symbols(symbols)
    {
    }

    /// A hole of this symbol has been noticed.
    void open(SymbolId symbol) { m_account.open(symbol); }
    /// The feed's bar of a minute. True if the symbol has holes, which may be settled now.
    bool note(const DayVolume &bar)
    {
        m_account.note(bar);
        return m_account.isOpen(bar.symbol);
    }
    /// REST's bars of these minutes.
    void noteMinutes(SymbolId symbol, const std::vector<Bar> &minutes) { m_account.noteMinutes(symbol, minutes); }

    /// Judges the symbol's holes by what is known now. From when on REST has to be asked once more; nothing: it need
    /// not be asked.
    /// @param isClosed the market is closed: the feed will tell nothing more today
    std::optional<Timestamp> settle(SymbolId symbol, bool isClosed, Timestamp wallNow);
    /// How often REST has been asked again for the symbol's holes, before this time.
    int countAttempt(SymbolId symbol) { return m_attempts[symbol]++; }
    /// The session with these holes has been compared with REST: what they still lack, they will always lack.
    void end(SymbolId symbol, Timestamp from, Timestamp to, Timestamp wallNow);
    /// Why the symbol's holes are still open.
    void explain(SymbolId symbol, const QString &why);

private:
    std::optional<Timestamp> judge(const GapLedger::Open &hole, SymbolId symbol, bool isClosed, Timestamp wallNow);
    void closeIfSettled(SymbolId symbol);
    QString nameOf(SymbolId symbol) const { return m_symbols.qname(symbol); }

    GapLedger &m_ledger;
    const SymbolTable &m_symbols;
    VolumeAccount m_account;
    std::unordered_map<SymbolId, int> m_attempts;
};

} // namespace tickstock
