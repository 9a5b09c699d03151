// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/simulator.h"

#include "core/types/threadcheck.h"

namespace tickstock::simulator {

namespace {

constexpr int StepMs = 10;
/// At full speed, the event loop gets its turn after so long.
constexpr qint64 FastSliceMs = 15;

} // namespace

Simulator::Simulator(std::unique_ptr<TradeSource> source, SimulatorOptions options, QObject *parent)
    : QObject(parent)
    , m_tape(std::move(source))
    , m_options(std::move(options))
    , m_feed(m_tape, m_misbehaviour, m_options.feed)
    , m_rest(m_tape, m_misbehaviour, m_options.feed.keys)
    , m_control({m_tape, m_misbehaviour, m_feed, m_rest, *this})
    , m_http([this](const HttpRequest &request, HttpServer::Reply reply) { handle(request, std::move(reply)); })
{
    if (m_options.blast) {
        m_blast = std::make_unique<Blast>(m_feed, m_tape, *m_options.blast);
        connect(m_blast.get(), &Blast::finished, this, &Simulator::finished);
    } else if (m_options.tradeBlast) {
        m_tradeBlast = std::make_unique<TradeBlast>(m_feed, m_tape, *m_options.tradeBlast);
    } else {
        connectMarket();
    }
}

void Simulator::connectMarket()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Simulator::step);
    connect(&m_feed, &FeedServer::subscribed, this, [this] {
        const bool hasWaited = m_tape.source().waitsForSubscription() || m_options.speed == 0;
        if (hasWaited && !m_wall.isValid())
            run();
        else
            continueFast();
    });
    connect(&m_feed, &FeedServer::drained, this, [this] {
        m_feed.flush(); // what was held back for a slow reader, also while paused or at the end
        continueFast();
    });
}

Simulator::~Simulator()
{
    if (m_bars.isRunning())
        m_bars.worker()->hurry();
    m_bars.stop();
    m_waiting.clear();
}

Outcome Simulator::start()
{
    assertThreadOf(this);
    const auto feed = m_feed.listen();
    if (!feed)
        return feed.error();
    const auto http = m_http.listen(QHostAddress::LocalHost, m_options.httpPort);
    if (!http)
        return http.error();
    m_bars.start([this] { return std::make_unique<RestBars>(m_tape.source().copy(), m_misbehaviour); });
    m_feedPort = *feed;
    m_httpPort = *http;
    if (sendsMarket() && !m_tape.source().waitsForSubscription() && m_options.speed > 0)
        run();
    return success();
}

/// At full speed, market time stops whenever no client can read; this starts it again.
void Simulator::continueFast()
{
    if (m_options.speed == 0 && m_wall.isValid() && !m_isPaused && !m_isFinished)
        m_timer.start(0);
}

void Simulator::run()
{
    anchorClock();
    if (!m_isPaused)
        m_timer.start(m_options.speed > 0 ? StepMs : 0);
}

void Simulator::anchorClock()
{
    m_anchor = m_tape.now();
    m_wall.start();
}

MarketTape::Sink Simulator::sink()
{
    return [this](const TapeEvent &event) { m_feed.publish(event); };
}

void Simulator::step()
{
    if (m_options.speed == 0) {
        stepFast();
    } else {
        const auto passed = static_cast<std::int64_t>(static_cast<double>(m_wall.elapsed()) * m_options.speed);
        m_tape.advanceTo(m_anchor + Milliseconds(passed), sink());
    }
    m_feed.flush();
    if (!m_isFinished && !m_tape.nextDue()) {
        m_isFinished = true;
        m_timer.stop();
        m_feed.sendHeld();
        Q_EMIT finished();
    }
}

void Simulator::stepFast()
{
    QElapsedTimer slice;
    slice.start();
    while (slice.elapsed() < FastSliceMs) {
        if (m_feed.isAnyClientBacklogged() || !m_feed.hasReader()) {
            m_timer.stop(); // until a client reads (again)
            return;
        }
        const auto due = m_tape.nextDue();
        if (!due)
            return;
        if (*due - m_tape.now() > OneMinute)
            m_tape.skipTo(*due);
        else
            m_tape.advanceTo(*due, sink());
        m_feed.flush();
    }
}

void Simulator::pause()
{
    assertThreadOf(this);
    if (std::exchange(m_isPaused, true))
        return;
    if (m_blast)
        m_blast->setPaused(true);
    if (m_tradeBlast)
        m_tradeBlast->setPaused(true);
    if (m_timer.isActive() && m_options.speed > 0)
        step();
    m_timer.stop();
    m_feed.sendHeld();
}

void Simulator::resume()
{
    assertThreadOf(this);
    if (!std::exchange(m_isPaused, false) || m_isFinished)
        return;
    if (m_blast)
        m_blast->setPaused(false);
    else if (m_tradeBlast)
        m_tradeBlast->setPaused(false);
    else if (m_wall.isValid())
        run();
    else if (!m_tape.source().waitsForSubscription() && m_options.speed > 0)
        run();
}

bool Simulator::drop(int connection)
{
    assertThreadOf(this);
    FeedClient *client = m_feed.client(connection);
    if (client)
        client->abort();
    return client != nullptr;
}

void Simulator::handle(const HttpRequest &request, HttpServer::Reply reply)
{
    if (request.path.startsWith(ControlApi::Prefix)) {
        reply(m_control.handle(request));
        return;
    }
    RestApi::Answer answer = m_rest.handle(request);
    if (auto *work = std::get_if<RestApi::Work>(&answer))
        askForBars(std::move(*work), std::move(reply));
    else
        reply(std::get<HttpResponse>(answer));
}

void Simulator::askForBars(RestApi::Work work, HttpServer::Reply reply)
{
    const quint64 number = ++m_questions;
    m_waiting.emplace(number, std::move(reply));
    m_bars.post([this, number, work = std::move(work)](RestBars &bars) {
        const auto send = [this, number, response = work(bars)] { m_waiting.extract(number).mapped()(response); };
        QMetaObject::invokeMethod(this, send, Qt::QueuedConnection);
    });
}

} // namespace tickstock::simulator
