// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/feedserver.h"
#include "core/simulator/restapi.h"

#include <QTimer>

namespace tickstock::simulator {

struct SimulatorOptions
{
    FeedServerOptions feed;
    quint16 httpPort = 0; ///< 0: any free port
    double speed = 1;     ///< market seconds per second; 0: as fast as it is read, empty time skipped
};

/// A Massive-compatible feed on this machine: runs the market's clock, streams over WebSocket, answers the vendor's
/// REST paths and a control interface (/sim/...) on the HTTP port. Lives in one thread with an event loop.
class Simulator final : public QObject
{
    Q_OBJECT

public:
    Simulator(std::unique_ptr<TradeSource> source, SimulatorOptions options, QObject *parent = nullptr);
    ~Simulator() override;

    /// Opens both ports and starts market time.
    Outcome start();
    quint16 feedPort() const { return m_feedPort; }
    quint16 httpPort() const { return m_httpPort; }

    /// Market time stands still once what is due has been sent.
    void pause();
    void resume();
    Timestamp now() const { return m_tape.now(); }
    /// Cuts an open connection (from 1, in order of acceptance) without a close frame. False if there is none.
    bool drop(int connection);

Q_SIGNALS:
    /// A recording has been sent to its end.
    void finished();

private:
    void run();
    void goOnFast();
    void step();
    void stepFast();
    void anchorClock();
    HttpResponse handle(const HttpRequest &request);
    HttpResponse control(const HttpRequest &request, const QString &command);
    HttpResponse dropOrStall(const HttpRequest &request, const QString &command);
    HttpResponse stats() const;
    HttpResponse truth(const QString &symbol);
    MarketTape::Sink sink();

    MarketTape m_tape;
    SimulatorOptions m_options;
    FeedServer m_feed;
    RestApi m_rest;
    HttpServer m_http;
    QTimer m_timer;
    QElapsedTimer m_wall;
    Timestamp m_anchor; // market time at the start of m_wall
    bool m_paused = false;
    bool m_finished = false;
    quint16 m_feedPort = 0;
    quint16 m_httpPort = 0;
};

} // namespace tickstock::simulator
