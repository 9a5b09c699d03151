// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/types/delayqueue.h"

#include <QObject>

#include <array>
#include <set>

namespace tickstock {

/// Asks for single minutes that ended without the vendor's own bar: a few times, because a minute may take a while to
/// appear in REST. Lives in the history thread.
class MinuteRepair final : public QObject
{
    Q_OBJECT

public:
    /// How long each request for a minute waits.
    using WaitsMs = std::array<int, 3>;
    static constexpr WaitsMs DefaultWaitsMs{1'000, 15'000, 130'000};

    struct Parts
    {
        BarProvider &provider;
        SymbolTable &symbols;
        std::function<Priority(const QString &symbol)> priorityOf;
        /// Whether a longer range of the symbol, which may hold the minute, is being fetched or will be.
        std::function<bool(SymbolId symbol)> isRangeRepaired;
    };
    explicit MinuteRepair(Parts parts, const WaitsMs &waitsMs = DefaultWaitsMs);

    void repair(SymbolId symbol, Timestamp minute);
    /// AM or REST has confirmed the minute: it is not asked for any more.
    void noteConfirmed(SymbolId symbol, Timestamp minute);

Q_SIGNALS:
    void fetched(const QString &symbol, const std::vector<tickstock::Bar> &minutes);
    /// REST does not have this minute.
    void givenUp(tickstock::SymbolId symbol, tickstock::Timestamp minute);

private:
    void askLater(SymbolId symbol, Timestamp minute, std::size_t attempt);
    /// @param failures requests of this attempt that brought no answer
    void ask(SymbolId symbol, Timestamp minute, std::size_t attempt, int failures);

    const Parts m_parts;
    const WaitsMs m_waitsMs;
    std::set<std::pair<SymbolId, Timestamp>> m_unconfirmed; // minutes that are being asked for
    DelayQueue m_later;
};

} // namespace tickstock
