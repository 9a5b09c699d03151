// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sink/numberstore.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace tickstock {

/// The ids of entries in the streams of ticks, "<epoch>-<sequence>", which Redis takes in rising order only.
///
/// Every run of the program has an epoch of its own, a number that is kept on disk and only rises, whatever the clock
/// does; messages keep theirs in the spool. We are the only writer and send in order, so what lies at or below the top
/// of a stream, in an epoch that we have written in, has arrived: it is not appended again. If the top is in another
/// epoch, not older than a message's own, somebody else wrote it (or our number was lost), and that epoch's messages
/// get a higher one. Knows no socket. Lives in the thread of the bus.
class StreamEpochs
{
public:
    /// An entry's place in its stream.
    struct Position
    {
        qint64 epoch = 0;
        std::int64_t sequence = 0;
        bool operator==(const Position &) const = default;
    };
    struct Entry
    {
        QByteArray id;
        QByteArray previous; ///< id of the one before it, so that a reader notices what was trimmed from under it
    };

    explicit StreamEpochs(int shards);

    /// This run begins. @param store null: nothing is remembered from run to run
    void begin(NumberStore *store);
    /// Of this run.
    qint64 current() const { return m_epoch; }

    /// Where a stream stands, as the server says.
    void setTop(int shard, Position top) { m_tops[static_cast<std::size_t>(shard)] = top; }
    /// All tops are known: an epoch that another has used is left now.
    void resolve();
    /// The next entry of a stream; nothing when it has arrived before.
    std::optional<Entry> append(int shard, Position message);

    /// The server has refused an id of this epoch because the stream stands higher. That may have been ourselves: a
    /// server that had stopped still reads what an ended connection has left. If it happens again, somebody else is
    /// writing.
    void refused(qint64 epoch);
    /// The server takes what we send.
    void accepted() { m_refusedOnce = 0; }

private:
    qint64 epochFor(qint64 epoch, int shard);
    bool isOurs(qint64 epoch);
    qint64 raise(qint64 epoch);

    NumberStore *m_store = nullptr;
    std::vector<Position> m_tops; // by shard
    qint64 m_epoch = 0;
    std::map<qint64, qint64> m_raised; // epochs of messages that are sent under another, by their own
    std::set<qint64> m_written;        // epochs that we know to have written in
    qint64 m_contested = 0;            // epoch that another has used; 0: none
    qint64 m_refusedOnce = 0;          // likewise, but it may have been ourselves, late
};

} // namespace tickstock
