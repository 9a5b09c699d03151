// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/blast.h"

#include "core/simulator/feedserver.h"
#include "core/simulator/subscribedsymbols.h"
#include "core/simulator/wireframe.h"
#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock::simulator {

/// What one connection gets.
class Blast::Stream
{
public:
    Stream(const PreparedEvents &events, const BlastOptions &options, Timestamp from)
        : m_events(events)
        , m_eventsPerFrame(options.eventsPerFrame)
        , m_left(options.frames)
        , m_second(from)
    {
    }
    /// From the next event on.
    void setSymbols(std::vector<std::size_t> symbols) { m_symbols = std::move(symbols); }
    bool isDone() const { return m_left == 0; }

    /// Some frames as they are on the wire; the symbols of their events are added to @p sent.
    QByteArray chunk(std::vector<std::size_t> &sent, quint64 &frames)
    {
        constexpr auto Chunk = static_cast<qsizetype>(wireframe::ChunkBytes);
        QByteArray wire;
        wire.reserve(Chunk + Chunk / 2);
        for (; m_left > 0 && wire.size() < Chunk; --m_left, ++frames)
            appendFrame(wire, sent);
        return wire;
    }

private:
    /// Its length is in front of it, so what is in it is chosen first.
    void appendFrame(QByteArray &wire, std::vector<std::size_t> &sent)
    {
        std::size_t payload = 2 + static_cast<std::size_t>(m_eventsPerFrame) - 1;
        auto [next, second] = std::pair(m_next, m_second);
        for (int i = 0; i < m_eventsPerFrame; ++i)
            payload += m_events.size(step(next, second), second);
        const auto from = wire.size();
        wire.resize(from + static_cast<qsizetype>(wireframe::headerSize(payload) + payload));
        char *to = wireframe::writeHeader(wire.data() + from, payload);
        for (int i = 0; i < m_eventsPerFrame; ++i) {
            *to++ = i == 0 ? '[' : ',';
            sent.push_back(step(m_next, m_second));
            to = m_events.write(to, sent.back(), m_second);
        }
        *to = ']';
    }
    /// The symbol of the next event; each has its bar before the next second begins.
    std::size_t step(std::size_t &next, PreparedEvents::Second &second) const
    {
        if (next >= m_symbols.size()) {
            next = 0;
            second.advance();
        }
        return m_symbols[next++];
    }

    const PreparedEvents &m_events;
    const int m_eventsPerFrame;
    quint64 m_left;
    PreparedEvents::Second m_second;
    std::vector<std::size_t> m_symbols;
    std::size_t m_next = 0; // of m_symbols
};

Blast::Blast(FeedServer &feed, const MarketTape &tape, const BlastOptions &options, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_tape(tape)
    , m_options(options)
    , m_events(tape.symbols())
{
    connect(&m_feed, &FeedServer::subscribed, this, [this] {
        for (FeedClient *client : m_feed.clients())
            chooseSymbols(client);
        sendMore();
    });
    connect(&m_feed, &FeedServer::drained, this, &Blast::sendMore);
}

Blast::~Blast() = default;

void Blast::setPaused(bool isPaused)
{
    assertThreadOf(this);
    m_isPaused = isPaused;
    sendMore();
}

void Blast::chooseSymbols(FeedClient *client)
{
    auto symbols = subscribedSymbols(*client, Channel::A, m_tape);
    if (symbols.empty())
        return;
    auto &stream = m_streams[client];
    if (!stream)
        stream = std::make_unique<Stream>(m_events, m_options, m_tape.start());
    stream->setSymbols(std::move(symbols));
}

void Blast::sendMore()
{
    const auto &open = m_feed.clients();
    std::erase_if(m_streams,
                  [&](const auto &each) { return std::find(open.begin(), open.end(), each.first) == open.end(); });
    std::vector<std::size_t> sent;
    for (const auto &[client, stream] : m_streams) {
        while (!m_isPaused && !stream->isDone() && !client->isBacklogged()) {
            sent.clear();
            quint64 frames = 0;
            const QByteArray wire = stream->chunk(sent, frames);
            m_frames += frames;
            if (client->sendPrepared(wire, sent.size()))
                m_feed.noteSent(frames, sent);
        }
    }
    const bool isAllSent = std::all_of(m_streams.begin(), m_streams.end(), [](const auto &each) {
        return each.second->isDone() && !each.first->isBacklogged();
    });
    if (!m_streams.empty() && !std::exchange(m_isFinished, isAllSent) && isAllSent)
        Q_EMIT finished();
}

} // namespace tickstock::simulator
