// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/watchlists.h"
#include "core/lists/watchlistcache.h"
#include "core/service/ports.h"
#include "core/types/expected.h"

#include <QTimer>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tickstock {

/// Reads and writes the watchlists of the store, and notices what other desktops change in it by looking at their
/// versions now and then. Lives in the thread of its service.
class StoredWatchlists final : public Watchlists
{
    Q_OBJECT

public:
    /// @param onStore runs work on the store, in its thread; that thread must have ended before this is destroyed
    /// @param isShared other programs may write into the store
    /// @param cacheFile what was last read is kept there, for a start while the store is away; empty: nothing is
    StoredWatchlists(OnStore onStore, bool isShared, const QString &cacheFile = {});
    ~StoredWatchlists() override;

    /// Reads the lists, and from now on looks after them.
    void start();
    /// No more reads of the store by itself: the program is about to end.
    void stop();
    /// Looks whether anybody else has changed something; listsRead() follows if so.
    void look();
    /// The lists as they were last read or written, in their order; nothing before either. Thread-safe.
    std::optional<std::vector<Watchlist>> newest() const;

    void readLists() override;
    void saveList(const Watchlist &list) override;
    void saveColumns(const QString &id, const QByteArray &columns) override;
    void removeList(const QString &id) override;

private:
    class Versions;
    void tellAll(Storage &storage);
    void keep(Storage &storage);
    void setNewest(std::vector<Watchlist> lists);
    void tellProblem(const QString &problem);
    void tellNotSaved(const QString &id, const Error &error);

    const OnStore m_onStore;
    const std::unique_ptr<Versions> m_versions; // used in the storage thread
    const WatchlistCache m_cache;               // likewise
    const bool m_isShared;
    QTimer m_looking;
    mutable std::mutex m_mutex; // protects m_newest
    std::optional<std::vector<Watchlist>> m_newest;
};

} // namespace tickstock
