// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/tradeblast.h"

#include "core/simulator/feedserver.h"
#include "core/simulator/subscribedsymbols.h"
#include "core/simulator/wireframe.h"
#include "core/types/threadcheck.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

constexpr int IntervalMs = 5;

} // namespace

/// What one connection gets: its symbols in turn.
class TradeBlast::Stream
{
public:
    /// From the next trade on.
    void setSymbols(std::vector<std::size_t> symbols) { m_symbols = std::move(symbols); }
    std::size_t symbols() const { return m_symbols.size(); }
    /// So many more are due. Returns how many are given up, because too many are.
    quint64 addDue(double trades, double most)
    {
        m_due += trades;
        const auto tooMany = static_cast<quint64>(std::max(0.0, m_due - most));
        m_due -= static_cast<double>(tooMany);
        return tooMany;
    }
    bool isDue(int trades) const { return m_due >= trades; }

    /// A frame as it is on the wire. @p taken gets each trade and its symbol.
    template<class Taken>
    void appendFrame(QByteArray &wire, int trades, const PreparedTrades &prepared, Timestamp now, Taken taken)
    {
        std::size_t payload = 2 + static_cast<std::size_t>(trades) - 1;
        auto [next, round] = std::pair(m_next, m_round);
        for (int i = 0; i < trades; ++i) {
            const std::size_t symbol = step(next, round);
            payload += prepared.trade(symbol, round).json.size();
        }
        const auto from = wire.size();
        wire.resize(from + static_cast<qsizetype>(wireframe::headerSize(payload) + payload));
        char *to = wireframe::writeHeader(wire.data() + from, payload);
        for (int i = 0; i < trades; ++i) {
            *to++ = i == 0 ? '[' : ',';
            const std::size_t symbol = step(m_next, m_round);
            const PreparedTrades::Trade &trade = prepared.trade(symbol, m_round);
            to = PreparedTrades::write(to, trade, now, m_number);
            m_number = m_number == PreparedTrades::LastNumber ? PreparedTrades::FirstNumber : m_number + 1;
            taken(symbol, trade);
        }
        *to = ']';
        m_due -= trades;
    }

private:
    std::size_t step(std::size_t &next, std::size_t &round) const
    {
        if (next >= m_symbols.size()) {
            next = 0;
            ++round;
        }
        return m_symbols[next++];
    }

    std::vector<std::size_t> m_symbols;
    std::size_t m_next = 0, m_round = 0;
    std::int64_t m_number = PreparedTrades::FirstNumber;
    double m_due = 0;
};

TradeBlast::TradeBlast(FeedServer &feed, MarketTape &tape, const TradeBlastOptions &options, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_tape(tape)
    , m_options(options)
    , m_trades(tape.symbols())
    , m_running(tape.symbols().size())
    , m_anchor(tape.start())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(IntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &TradeBlast::run);
    connect(&m_feed, &FeedServer::subscribed, this, &TradeBlast::chooseSymbols);
}

TradeBlast::~TradeBlast() = default;

void TradeBlast::setPaused(bool isPaused)
{
    assertThreadOf(this);
    m_isPaused = isPaused;
    if (isPaused && m_timer.isActive()) {
        run();
        m_anchor = m_anchor + Milliseconds(m_wall.elapsed());
        m_timer.stop();
    } else if (!isPaused && !m_streams.empty() && !m_timer.isActive()) {
        m_wall.start();
        m_lastRun = 0;
        m_timer.start();
    }
}

/// Market time begins with the first connection that has subscribed.
void TradeBlast::chooseSymbols()
{
    for (FeedClient *client : m_feed.clients()) {
        auto symbols = subscribedSymbols(*client, Channel::T, m_tape);
        if (symbols.empty())
            continue;
        auto &stream = m_streams[client];
        if (!stream)
            stream = std::make_unique<Stream>();
        stream->setSymbols(std::move(symbols));
    }
    if (!m_isPaused)
        setPaused(false);
}

void TradeBlast::run()
{
    const auto &open = m_feed.clients();
    std::erase_if(m_streams,
                  [&](const auto &each) { return std::find(open.begin(), open.end(), each.first) == open.end(); });
    const Timestamp now = m_anchor + Milliseconds(m_wall.elapsed());
    const double seconds = static_cast<double>(m_wall.nsecsElapsed()) * 1e-9;
    const double passed = seconds - std::exchange(m_lastRun, seconds);
    if (now.floorTo(OneMinute) != m_tape.now().floorTo(OneMinute))
        closeMinute(m_tape.now().floorTo(OneMinute));
    m_tape.passTo(now);
    for (const auto &[client, stream] : m_streams) {
        const double perSecond =
            m_options.perSecond * static_cast<double>(stream->symbols()) / static_cast<double>(m_tape.symbols().size());
        m_leftOut += stream->addDue(perSecond * passed, perSecond * MostBehindSeconds);
        sendDue(*client, *stream, now);
    }
}

void TradeBlast::sendDue(FeedClient &client, Stream &stream, Timestamp now)
{
    std::vector<std::size_t> sent;
    const auto take = [&](std::size_t symbol, const PreparedTrades::Trade &trade) {
        const SimTrade made{now, now, trade.price, trade.size};
        Running &running = m_running[symbol];
        running.minute.add(made);
        running.day.add(made, true);
        sent.push_back(symbol);
    };
    while (stream.isDue(m_options.perFrame) && !client.isBacklogged()) {
        sent.clear();
        quint64 frames = 0;
        QByteArray wire;
        wire.reserve(static_cast<qsizetype>(wireframe::ChunkBytes + wireframe::ChunkBytes / 2));
        for (; stream.isDue(m_options.perFrame) && wire.size() < static_cast<qsizetype>(wireframe::ChunkBytes);
             ++frames)
            stream.appendFrame(wire, m_options.perFrame, m_trades, now, take);
        if (client.sendPrepared(wire, sent.size()))
            m_feed.noteSent(frames, sent);
    }
}

/// The vendor's own bars of the minute that is over.
void TradeBlast::closeMinute(Timestamp start)
{
    for (std::size_t symbol = 0; symbol < m_running.size(); ++symbol) {
        Running &running = m_running[symbol];
        if (running.minute.trades == 0)
            continue;
        TapeEvent event;
        event.channel = Channel::AM;
        event.symbol = symbol;
        event.bar = running.minute;
        event.bar.start = start;
        event.bar.end = start + OneMinute;
        event.dayVolume = running.day.volume;
        event.dayVwap = running.day.vwap(running.minute.close);
        event.dayOpen = running.day.open;
        m_feed.publish(event);
        running.minute = {};
    }
    m_feed.flush();
}

} // namespace tickstock::simulator
