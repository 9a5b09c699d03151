// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/quotebatch.h"

#include <QtGlobal>

#include <functional>
#include <mutex>

namespace tickstock {

/// Hand-over of quotes and price bands from the feed to the pipeline. Of a symbol's quotes only the newest waits, one
/// slot a symbol, so that no market can fill it; bands keep their order and are bounded, the oldest is dropped. The
/// consumer is woken on the empty -> non-empty edge only. Thread-safe.
class QuoteHandover
{
public:
    static constexpr std::size_t MostBands = 20'000;

    struct Taken
    {
        std::vector<TopOfBook> quotes; ///< each symbol once
        std::vector<PriceBand> bands;  ///< in order
    };
    /// Since the start.
    struct Counts
    {
        quint64 quotes = 0;    ///< received
        quint64 conflated = 0; ///< of these, replaced by a newer one before they were looked at
        quint64 outdated = 0;  ///< of these, older than what was waiting
        quint64 bands = 0;
        quint64 droppedBands = 0;
    };

    /// Called in the producer's thread. Set before the first batch.
    void setWake(std::function<void()> wake) { m_wake = std::move(wake); }
    void post(const QuoteBatch &batch);
    Taken takeAll();
    Counts counts() const;

private:
    void conflate(const TopOfBook &quote);

    std::function<void()> m_wake;
    mutable std::mutex m_mutex; // protects everything below
    Taken m_waiting;
    std::vector<std::uint32_t> m_slotOf; // by SymbolId: index in m_waiting.quotes plus one; 0: none
    Counts m_counts;
};

} // namespace tickstock
