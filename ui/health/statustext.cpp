// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/statustext.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <array>

namespace tickstock {

namespace {

struct ConnectionText
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionText)
};

} // namespace

QString statusWord(ConnectionStatus status)
{
    switch (status) {
    case ConnectionStatus::Off: return ConnectionText::tr("off");
    case ConnectionStatus::Connecting: return ConnectionText::tr("connecting");
    case ConnectionStatus::Authenticating: return ConnectionText::tr("authenticating");
    case ConnectionStatus::Live: return ConnectionText::tr("LIVE");
    case ConnectionStatus::Quiet: return ConnectionText::tr("quiet");
    case ConnectionStatus::Degraded: return ConnectionText::tr("DEGRADED");
    case ConnectionStatus::Reconnecting: return ConnectionText::tr("reconnecting");
    case ConnectionStatus::Blocked: return ConnectionText::tr("BLOCKED");
    }
    return {};
}

QString statusSymbol(ConnectionStatus status)
{
    switch (status) {
    case ConnectionStatus::Off: return QStringLiteral("\u2013");
    case ConnectionStatus::Connecting: return QStringLiteral("\u25cb");
    case ConnectionStatus::Authenticating: return QStringLiteral("\u25d4");
    case ConnectionStatus::Live: return QStringLiteral("\u25cf");
    case ConnectionStatus::Quiet: return QStringLiteral("\u25d0");
    case ConnectionStatus::Degraded: return QStringLiteral("!");
    case ConnectionStatus::Reconnecting: return QStringLiteral("~");
    case ConnectionStatus::Blocked: return QStringLiteral("\u2715");
    }
    return {};
}

QColor statusColour(ConnectionStatus status, const Theme &theme)
{
    switch (status) {
    case ConnectionStatus::Live: return theme.good;
    case ConnectionStatus::Degraded:
    case ConnectionStatus::Connecting:
    case ConnectionStatus::Authenticating:
    case ConnectionStatus::Reconnecting: return theme.warn;
    case ConnectionStatus::Blocked: return theme.bad;
    case ConnectionStatus::Off:
    case ConnectionStatus::Quiet: return theme.dimText;
    }
    return theme.dimText;
}

QString explanation(const ConnectionHealth &health)
{
    switch (health.reason) {
    case StatusReason::None:
    case StatusReason::Requested:
    case StatusReason::DataFlows: return {};
    case StatusReason::NoSubscriptions: return ConnectionText::tr("Connected; no symbol is on it now.");
    case StatusReason::MarketClosed: return ConnectionText::tr("The market is closed; no data is expected.");
    case StatusReason::Stalled: return ConnectionText::tr("Connected, but no data comes although the market is open.");
    case StatusReason::HandshakeRefused:
        return ConnectionText::tr("The server refused the connection: %1. Check MASSIVE_WEBSOCKET_URL.")
            .arg(health.detail);
    case StatusReason::HandshakeTimeout:
        return ConnectionText::tr(
                   "No answer of use came from the server: %1. Check the network and MASSIVE_WEBSOCKET_URL.")
            .arg(health.detail);
    case StatusReason::Unreachable:
        return ConnectionText::tr("The server cannot be reached: %1. Check the network and MASSIVE_WEBSOCKET_URL.")
            .arg(health.detail);
    case StatusReason::TlsFailed:
        return ConnectionText::tr(
                   "The server's certificate is not trusted: %1. For your own authority set MASSIVE_CA_FILE.")
            .arg(health.detail);
    case StatusReason::AuthFailed:
        return ConnectionText::tr("The server does not accept the key: \"%1\". Check MASSIVE_API_KEY and your plan.")
            .arg(health.detail);
    case StatusReason::AuthTimeout: return ConnectionText::tr("The server did not get the key in time.");
    case StatusReason::TooManyConnections:
        return ConnectionText::tr(
            "Another program uses the same key and your plan allows no further connection. End the other program, "
            "then reconnect.");
    case StatusReason::ClosedByServer:
        return ConnectionText::tr("The server closed the connection: %1.").arg(health.detail);
    case StatusReason::Lost: return ConnectionText::tr("The connection was lost: %1.").arg(health.detail);
    case StatusReason::FrameTooLarge:
        return ConnectionText::tr("The server sent an impossibly large message: %1.").arg(health.detail);
    case StatusReason::Paused: return ConnectionText::tr("Paused by you.");
    case StatusReason::PlanLimit:
        return ConnectionText::tr("Stays off: your account allows %n connection(s) at a time, and another program may "
                                  "use some of them.",
                                  nullptr, health.detail.toInt());
    case StatusReason::Late:
        return ConnectionText::tr(
                   "Connected, but the %1. This machine or its network may be too slow for so many symbols.")
            .arg(health.detail);
    case StatusReason::Unreadable:
        return ConnectionText::tr("Connected, but nothing that comes can be used: %1.").arg(health.detail);
    case StatusReason::ShortSilence:
    case StatusReason::NotRunning:
    case StatusReason::Overload: return {}; // a cause of holes, never of a connection's state
    }
    return {};
}

QString thrownAwayText(const FlawCounts &counts)
{
    const std::array<QString, Flaws> reasons{
        ConnectionText::tr("%1 events with an impossible time"),
        ConnectionText::tr("%1 bars with an impossible window"),
        ConnectionText::tr("%1 bars outside the time that was asked for"),
        ConnectionText::tr("%1 events with missing or contradicting prices"),
        ConnectionText::tr("%1 events with a missing or impossible volume"),
        ConnectionText::tr("%1 events of a missing, impossible or foreign symbol"),
        ConnectionText::tr("%1 messages or events that cannot be read"),
    };
    QStringList lines;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            lines.append(reasons[i].arg(format::count(counts[i])));
    }
    return lines.join(u'\n');
}

QString strategyName(RoutingStrategy strategy)
{
    switch (strategy) {
    case RoutingStrategy::Manual: return ConnectionText::tr("manual");
    case RoutingStrategy::RoundRobin: return ConnectionText::tr("round-robin");
    case RoutingStrategy::Priority: return ConnectionText::tr("by priority");
    case RoutingStrategy::LoadBalanced: return ConnectionText::tr("by load");
    }
    return {};
}

} // namespace tickstock
