// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lists/watchlist.h"

#include <QObject>

#include <vector>

namespace tickstock {

/// The watchlists in the store, which the desktops of a team share where it is PostgreSQL. Lives in the GUI thread and
/// never blocks it.
class Watchlists : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    enum class Problem {
        Changed, ///< somebody else has changed or removed the list meanwhile; listsRead() has what there is now
        Away     ///< the store did not take it, and may later
    };

    /// Answered by listsRead(), or by notRead(). Where a server is away at the start, listsRead() may follow with what
    /// it had the last time.
    virtual void readLists() = 0;
    /// Adds the list, or puts it in the place of the version that the caller was last told of. Save after save may
    /// follow without waiting for the answers. Answered by saved() or notSaved().
    virtual void saveList(const Watchlist &list) = 0;
    /// How a list is looked at: of no other desktop's concern, so it meets no change of theirs. Answered by notSaved(),
    /// or not at all.
    virtual void saveColumns(const QString &id, const QByteArray &columns) = 0;
    /// Answered by listsRead(), or by notSaved().
    virtual void removeList(const QString &id) = 0;

Q_SIGNALS:
    /// All lists, in their order: when they were asked for, and when somebody else has changed any.
    void listsRead(const std::vector<tickstock::Watchlist> &lists);
    /// @param problem what the store said
    void notRead(const QString &problem);
    /// The store has it as this version.
    void saved(const QString &id, qint64 version);
    /// @param detail what the store said
    void notSaved(const QString &id, tickstock::Watchlists::Problem problem, const QString &detail);
};

} // namespace tickstock
