// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"
#include "core/simulator/markettape.h"
#include "core/simulator/misbehaviour.h"

namespace tickstock::simulator {

class FeedServer;
class RestApi;

/// What the control interface can do to market time. One thread.
class MarketTimeControl
{
public:
    virtual ~MarketTimeControl() = default;
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual bool isFinished() const = 0;
    /// Events that were due and have not been sent, because a client did not read in time.
    virtual quint64 leftOut() const = 0;
};

/// The control interface of the simulator: /sim/stats, /sim/truth, /sim/misbehave, and commands that make faults. One
/// thread.
class ControlApi
{
public:
    struct Parts
    {
        MarketTape &tape;
        Misbehaviour &misbehaviour;
        FeedServer &feed;
        RestApi &rest;
        MarketTimeControl &time;
    };

    explicit ControlApi(Parts parts);

    /// @param request of a path that begins with Prefix
    HttpResponse handle(const HttpRequest &request);

    static constexpr QStringView Prefix = u"/sim/";

private:
    using Command = HttpResponse (ControlApi::*)(const HttpRequest &);
    static Command commandNamed(const QString &name);

    HttpResponse pause(const HttpRequest &request);
    HttpResponse resume(const HttpRequest &request);
    HttpResponse drop(const HttpRequest &request);
    HttpResponse stall(const HttpRequest &request);
    HttpResponse refuse(const HttpRequest &request);
    HttpResponse limitConnections(const HttpRequest &request);
    HttpResponse resend(const HttpRequest &request);
    HttpResponse halt(const HttpRequest &request);
    HttpResponse failRest(const HttpRequest &request);
    HttpResponse addSplit(const HttpRequest &request);
    HttpResponse sendMalformed(const HttpRequest &request);
    HttpResponse misbehave(const HttpRequest &request);
    HttpResponse misbehaviours() const;
    HttpResponse stats() const;
    HttpResponse truth(const QString &symbol);

    const Parts m_parts;
};

} // namespace tickstock::simulator
