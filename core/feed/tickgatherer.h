// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/frameintake.h"

#include <QObject>

namespace tickstock {

/// Makes one batch of the ticks of all frames that one read of the socket brought: what a batch costs downstream is
/// paid once a read, however small the frames. Nothing waits for more to come: what was read is handed on as soon as
/// the thread is back in its event loop. Lives in the feed thread.
class TickGatherer final : public QObject
{
    Q_OBJECT

public:
    explicit TickGatherer(ConnectionId connection)
        : m_connection(connection)
    {
    }
    /// The ticks of the frame that has just been read.
    void add(const FrameIntake &frame);
    /// Hands on what has been added, at once: before anything else is said about the connection.
    void flush();

Q_SIGNALS:
    void gathered(const tickstock::TickBatchPtr &batch);

private:
    const ConnectionId m_connection;
    std::shared_ptr<TickBatch> m_batch; // null: nothing has been added
    std::size_t m_usual = 0;            // ticks in a batch
    bool m_isDue = false;               // flush() has been posted
};

} // namespace tickstock
