// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/blast.h"
#include "core/simulator/controlapi.h"
#include "core/simulator/feedserver.h"
#include "core/simulator/restapi.h"
#include "core/simulator/tradeblast.h"
#include "core/types/workerthread.h"

#include <QElapsedTimer>
#include <QTimer>

#include <unordered_map>

namespace tickstock::simulator {

/// A value.
struct SimulatorOptions
{
    FeedServerOptions feed;
    quint16 httpPort = 0;                        ///< 0: any free port
    std::optional<BlastOptions> blast;           ///< instead of the market
    std::optional<TradeBlastOptions> tradeBlast; ///< likewise
    double speed = 1; ///< market seconds per second; 0: as fast as clients read, hours without trade left out
};

/// A Massive-compatible feed on this machine: runs market time, streams over WebSocket, and answers the vendor's REST
/// paths and the control interface on the HTTP port. Lives in the thread that made it, which needs an event loop; bars
/// are answered by a thread of its own, so that the stream does not wait for large answers.
class Simulator final : public QObject, public MarketTimeControl
{
    Q_OBJECT

public:
    Simulator(std::unique_ptr<TradeSource> source, SimulatorOptions options, QObject *parent = nullptr);
    ~Simulator() override;

    /// Opens both ports and starts market time.
    Outcome start();
    quint16 feedPort() const { return m_feedPort; }
    quint16 httpPort() const { return m_httpPort; }

    /// Sends what is due, then market time stands still.
    void pause() override;
    void resume() override;
    bool isFinished() const override { return m_blast ? m_blast->isFinished() : m_isFinished; }
    quint64 leftOut() const override { return m_tradeBlast ? m_tradeBlast->leftOut() : 0; }
    /// What has been sent, where that is a blast; else null.
    const Blast *blast() const { return m_blast.get(); }
    Timestamp now() const { return m_tape.now(); }
    /// Cuts an open connection (from 1, in order of acceptance) without a close frame. Returns false if there is none.
    bool drop(int connection);

Q_SIGNALS:
    /// A recording has been sent to its end, or a blast has.
    void finished();

private:
    void connectMarket();
    bool sendsMarket() const { return !m_blast && !m_tradeBlast; }
    void run();
    void continueFast();
    void step();
    void stepFast();
    void anchorClock();
    void handle(const HttpRequest &request, HttpServer::Reply reply);
    void askForBars(RestApi::Work work, HttpServer::Reply reply);
    MarketTape::Sink sink();

    MarketTape m_tape;
    Misbehaviour m_misbehaviour;
    SimulatorOptions m_options;
    FeedServer m_feed;
    RestApi m_rest;
    std::unique_ptr<Blast> m_blast; // null, as the next: the market is sent
    std::unique_ptr<TradeBlast> m_tradeBlast;
    WorkerThread<RestBars> m_bars{QStringLiteral("rest")};
    std::unordered_map<quint64, HttpServer::Reply> m_waiting; // for m_bars, by number
    quint64 m_questions = 0;
    ControlApi m_control;
    HttpServer m_http;
    QTimer m_timer;
    QElapsedTimer m_wall;
    Timestamp m_anchor; // market time at the start of m_wall
    bool m_isPaused = false;
    bool m_isFinished = false;
    quint16 m_feedPort = 0;
    quint16 m_httpPort = 0;
};

} // namespace tickstock::simulator
