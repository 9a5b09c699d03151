// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/preparedevents.h"

#include <QObject>

#include <memory>
#include <unordered_map>

namespace tickstock::simulator {

class FeedClient;
class FeedServer;
class MarketTape;

/// A value.
struct BlastOptions
{
    static constexpr int MostEventsPerFrame = 4'000; ///< a frame stays below a million bytes

    quint64 frames = 0; ///< to each connection
    int eventsPerFrame = 1;
};

/// Sends prepared frames of second bars to each connection that has subscribed to A, as fast as its socket takes them:
/// a sender that costs next to nothing, for measuring readers. Round by round every subscribed symbol gets its bar of
/// one second more. Lives in the simulator's thread.
class Blast final : public QObject
{
    Q_OBJECT

public:
    /// @param feed and @p tape must outlive this
    Blast(FeedServer &feed, const MarketTape &tape, const BlastOptions &options, QObject *parent = nullptr);
    ~Blast() override;

    void setPaused(bool isPaused);
    /// Everything has been sent to everybody who has subscribed.
    bool isFinished() const { return m_isFinished; }
    quint64 frames() const { return m_frames; }

Q_SIGNALS:
    void finished();

private:
    class Stream;
    void sendMore();
    void chooseSymbols(FeedClient *client);

    FeedServer &m_feed;
    const MarketTape &m_tape;
    const BlastOptions m_options;
    const PreparedEvents m_events;
    std::unordered_map<FeedClient *, std::unique_ptr<Stream>> m_streams; // of open connections
    quint64 m_frames = 0;
    bool m_isPaused = false;
    bool m_isFinished = false;
};

} // namespace tickstock::simulator
