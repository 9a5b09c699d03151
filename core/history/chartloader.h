// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/history/chartcoverage.h"
#include "core/interfaces/symbolhistory.h"
#include "core/market/barprovider.h"
#include "core/storage/storage.h"

#include <QObject>

#include <functional>
#include <memory>

namespace tickstock {

/// Loads what a chart shows of a symbol's past: from the store, and completed from the vendor's REST interface. Lives
/// in the history thread; reads the store by posting to the storage thread.
class ChartLoader final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        BarProvider *rest; ///< null: only what is stored is shown
        /// Calls @p read in the storage thread, then @p then in the history thread.
        std::function<void(std::function<void(Storage &)> read, std::function<void()> then)> onStore;
        std::function<Timestamp()> marketNow;
        /// These pass on what has been fetched, to the bar book or the store.
        std::function<void(const QString &symbol, const std::vector<Bar> &minutes)> onMinutes;
        std::function<void(const QString &symbol, const std::vector<Bar> &days)> onDays;
    };

    explicit ChartLoader(Parts parts);

    /// Emits loaded() with what is stored, and again when the answers from REST have completed it.
    void load(const QString &symbol);

Q_SIGNALS:
    void loaded(const tickstock::SymbolHistory &history);

private:
    struct Load;
    void fetchMissing(const SymbolHistory &stored, bool isStoreAway);
    void fetchMinutes(const std::shared_ptr<Load> &load, Timestamp from, Timestamp now);
    void fetchDays(const std::shared_ptr<Load> &load, QDate today);
    void finishPart(Load &load, const QString &problem);
    void show(const SymbolHistory &history);

    const Parts m_parts;
    ChartCoverage m_coverage;
};

} // namespace tickstock
