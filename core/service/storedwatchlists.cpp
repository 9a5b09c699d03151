// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storedwatchlists.h"

#include "core/storage/storage.h"
#include "core/types/durations.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <map>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

/// How soon a change of another desktop is seen here.
constexpr int LookEveryMs = 5'000;

} // namespace

/// What is known of the versions in the store. In the storage thread.
class StoredWatchlists::Versions
{
public:
    /// Over which version a list may be written whose editor has seen @p seen. What he has saved since then, without
    /// waiting for the answers, is his own.
    qint64 newest(const QString &id, qint64 seen) const
    {
        const auto own = m_own.find(id);
        const bool isOwn = own != m_own.end() && seen >= own->second.first && seen <= own->second.last;
        return isOwn ? own->second.last : seen;
    }
    void noteSaved(const QString &id, qint64 over, qint64 version)
    {
        const auto own = m_own.find(id);
        const bool goesOn = own != m_own.end() && own->second.last == over;
        m_own[id] = {goesOn ? own->second.first : over, version};
        m_told[id] = version;
    }
    void forget(const QString &id) { m_own.erase(id); }
    void noteTold(const std::vector<Watchlist> &lists)
    {
        m_hasTold = true;
        m_told.clear();
        for (const Watchlist &list : lists)
            m_told[list.id] = list.version;
        std::erase_if(m_own, [this](const auto &own) { return !m_told.contains(own.first); }); // may begin anew
    }
    bool hasTold() const { return m_hasTold; }
    bool areTold(const std::map<QString, qint64> &versions) const { return versions == m_told; }

private:
    /// Versions of one list without a change by anybody else between them.
    struct Chain
    {
        qint64 first = 0; ///< over which the first of them was written
        qint64 last = 0;
    };
    std::map<QString, Chain> m_own;
    std::map<QString, qint64> m_told; // what our desktop knows
    bool m_hasTold = false;           // anything that came from the store
};

StoredWatchlists::StoredWatchlists(OnStore onStore, bool isShared, const QString &cacheFile)
    : m_onStore(std::move(onStore))
    , m_versions(std::make_unique<Versions>())
    , m_cache(cacheFile)
    , m_isShared(isShared)
{
    m_looking.setInterval(LookEveryMs);
    connect(&m_looking, &QTimer::timeout, this, &StoredWatchlists::look);
}

StoredWatchlists::~StoredWatchlists() = default;

void StoredWatchlists::start()
{
    assertThreadOf(this);
    readLists();
    if (m_isShared)
        m_looking.start();
}

void StoredWatchlists::stop()
{
    assertThreadOf(this);
    m_looking.stop();
}

/// In the storage thread.
void StoredWatchlists::tellAll(Storage &storage)
{
    auto lists = storage.watchlists();
    if (!lists) {
        tellProblem(lists.error().detail);
        return;
    }
    m_cache.save(*lists);
    m_versions->noteTold(*lists);
    setNewest(*lists);
    postTo(this, [this, lists = *std::move(lists)] { Q_EMIT listsRead(lists); });
}

/// In the storage thread. As long as nothing has come from the store, what it had the last time is better than nothing.
void StoredWatchlists::tellProblem(const QString &problem)
{
    qCWarning(lcService).noquote() << "the watchlists are not read:" << problem;
    postTo(this, [this, problem] { Q_EMIT notRead(problem); });
    if (m_versions->hasTold())
        return;
    std::vector<Watchlist> lists = m_cache.load();
    if (lists.empty())
        return;
    setNewest(lists);
    postTo(this, [this, lists = std::move(lists)] { Q_EMIT listsRead(lists); });
}

/// In the storage thread.
void StoredWatchlists::tellNotSaved(const QString &id, const Error &error)
{
    const bool isChanged = error.code == ErrorCode::Refused || error.code == ErrorCode::NotFound;
    qCWarning(lcService).noquote() << "a watchlist is not saved:" << error.detail;
    postTo(this, [this, id, isChanged, detail = error.detail] {
        Q_EMIT notSaved(id, isChanged ? Problem::Changed : Problem::Away, detail);
    });
}

void StoredWatchlists::look()
{
    assertThreadOf(this);
    m_onStore([this](Storage &storage) {
        const auto versions = storage.watchlistVersions(); // a store that is away says so itself
        if (versions && !m_versions->areTold(*versions))
            tellAll(storage);
    });
}

void StoredWatchlists::readLists()
{
    assertThreadOf(this);
    m_onStore([this](Storage &storage) { tellAll(storage); });
}

std::optional<std::vector<Watchlist>> StoredWatchlists::newest() const
{
    const std::lock_guard lock(m_mutex);
    return m_newest;
}

void StoredWatchlists::setNewest(std::vector<Watchlist> lists)
{
    const std::lock_guard lock(m_mutex);
    m_newest = std::move(lists);
}

/// In the storage thread.
void StoredWatchlists::keep(Storage &storage)
{
    auto lists = storage.watchlists();
    if (!lists)
        return;
    m_cache.save(*lists);
    setNewest(*std::move(lists));
}

void StoredWatchlists::saveList(const Watchlist &list)
{
    assertThreadOf(this);
    m_onStore([this, list = list](Storage &storage) mutable { // a copy that may be changed
        list.version = m_versions->newest(list.id, list.version);
        const auto version = storage.saveWatchlist(list);
        if (version) {
            m_versions->noteSaved(list.id, list.version, *version);
            keep(storage);
            postTo(this, [this, id = list.id, now = *version] { Q_EMIT saved(id, now); });
            return;
        }
        tellNotSaved(list.id, version.error());
        if (version.error().code == ErrorCode::Refused || version.error().code == ErrorCode::NotFound) {
            m_versions->forget(list.id);
            tellAll(storage);
        }
    });
}

void StoredWatchlists::saveColumns(const QString &id, const QByteArray &columns)
{
    assertThreadOf(this);
    m_onStore([this, id, columns](Storage &storage) {
        if (const auto done = storage.saveWatchlistColumns(id, columns); !done)
            tellNotSaved(id, done.error());
    });
}

void StoredWatchlists::removeList(const QString &id)
{
    assertThreadOf(this);
    m_onStore([this, id](Storage &storage) {
        if (const auto done = storage.removeWatchlist(id); !done) {
            tellNotSaved(id, done.error());
            return;
        }
        m_versions->forget(id);
        tellAll(storage);
    });
}

} // namespace tickstock
