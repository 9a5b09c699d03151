// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/restclient.h"
#include "core/market/listedsymbol.h"
#include "core/storage/storage.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace tickstock {

/// Keeps the list of all symbols with their names: what the store has, or what another program has stored there
/// meanwhile, and once a week what the vendor says. While he does not answer the one before stays. Lives in the history
/// thread; reads the store by posting to the storage thread.
class SymbolNames final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        massive::RestClient *rest; ///< null: another program asks the vendor
        /// Calls @p read in the storage thread, then @p then in the history thread.
        std::function<void(std::function<void(Storage &)> read, std::function<void()> then)> onStore;
        std::function<Timestamp()> wallNow;
    };

    /// New symbols come any day, but whoever misses one can still type it.
    static constexpr Milliseconds AskedEvery = 7 * OneDay;
    /// How often it is looked whether anything is due.
    static constexpr Milliseconds CheckedEvery = OneHour;

    explicit SymbolNames(Parts parts);

    /// Checks now, and from now on.
    void begin();
    /// Takes what the store has, if it is newer, and asks the vendor if that is too old.
    void check();

Q_SIGNALS:
    /// Whenever there is another list.
    void listed(const std::shared_ptr<const tickstock::SymbolListing> &listing);

private:
    bool isDue() const;
    void ask();
    void take(std::shared_ptr<const SymbolListing> listing);
    void store(const std::shared_ptr<const SymbolListing> &listing);

    const Parts m_parts;
    std::shared_ptr<const SymbolListing> m_listing = std::make_shared<SymbolListing>();
    bool m_isAsking = false; // the vendor
    bool m_isStored = true;  // what there is, by us or by another program
    QTimer m_timer;
};

} // namespace tickstock
