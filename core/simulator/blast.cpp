// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/blast.h"

#include "core/simulator/feedserver.h"
#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// So much is made at once: more a write than a frame, and little enough to stay in the processor's cache.
constexpr std::size_t ChunkBytes = 64 << 10;
constexpr std::size_t ShortFrame = 126, LongFrame = 1 << 16; // payloads from here on have a longer length field
constexpr char FinalText = '\x81';                           // RFC 6455: a whole message of text

void appendBigEndian(std::string &out, std::size_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>((value >> shift) & 0xff);
}

void appendFrame(std::string &out, std::string_view payload)
{
    out += FinalText;
    if (payload.size() < ShortFrame) {
        out += static_cast<char>(payload.size());
    } else if (payload.size() < LongFrame) {
        out += static_cast<char>(126);
        appendBigEndian(out, payload.size(), 2);
    } else {
        out += static_cast<char>(127);
        appendBigEndian(out, payload.size(), 8);
    }
    out += payload;
}

} // namespace

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

    /// Some frames as they are on the wire; the symbols of their events are added to @p sent. Returns their number.
    quint64 chunk(std::string &wire, std::vector<std::size_t> &sent)
    {
        quint64 frames = 0;
        for (; m_left > 0 && wire.size() < ChunkBytes; --m_left, ++frames) {
            m_payload = '[';
            for (int i = 0; i < m_eventsPerFrame; ++i) {
                if (i > 0)
                    m_payload += ',';
                sent.push_back(appendNext());
            }
            m_payload += ']';
            appendFrame(wire, m_payload);
        }
        return frames;
    }

private:
    std::size_t appendNext()
    {
        if (m_next >= m_symbols.size()) {
            m_next = 0;
            m_second.advance();
        }
        const std::size_t symbol = m_symbols[m_next++];
        m_events.append(m_payload, symbol, m_second);
        return symbol;
    }

    const PreparedEvents &m_events;
    const int m_eventsPerFrame;
    quint64 m_left;
    PreparedEvents::Second m_second;
    std::vector<std::size_t> m_symbols;
    std::size_t m_next = 0; // of m_symbols
    std::string m_payload;  // reused
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
    const auto &names = client->subscriptions[static_cast<std::size_t>(Channel::A)].names;
    std::vector<std::size_t> symbols;
    for (std::size_t i = 0; names.contains("*") && i < m_tape.symbols().size(); ++i)
        symbols.push_back(i);
    if (symbols.empty()) {
        for (const std::string &name : names) {
            if (const auto known = m_tape.find(name))
                symbols.push_back(*known);
        }
    }
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
    std::string wire;
    std::vector<std::size_t> sent;
    for (const auto &[client, stream] : m_streams) {
        while (!m_isPaused && !stream->isDone() && !client->isBacklogged()) {
            wire.clear();
            sent.clear();
            const quint64 frames = stream->chunk(wire, sent);
            m_frames += frames;
            m_feed.sendPrepared(client, wire, frames, sent);
        }
    }
    const bool isAllSent = std::all_of(m_streams.begin(), m_streams.end(), [](const auto &each) {
        return each.second->isDone() && !each.first->isBacklogged();
    });
    if (!m_streams.empty() && !std::exchange(m_isFinished, isAllSent) && isAllSent)
        Q_EMIT finished();
}

} // namespace tickstock::simulator
