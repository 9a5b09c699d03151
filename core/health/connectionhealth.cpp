// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/health/connectionhealth.h"

namespace tickstock {

namespace {

constexpr std::size_t TransitionsKept = 20;

} // namespace

QString toText(ConnectionStatus status)
{
    switch (status) {
    case ConnectionStatus::Off: return QStringLiteral("off");
    case ConnectionStatus::Connecting: return QStringLiteral("connecting");
    case ConnectionStatus::Authenticating: return QStringLiteral("authenticating");
    case ConnectionStatus::Live: return QStringLiteral("live");
    case ConnectionStatus::Quiet: return QStringLiteral("quiet");
    case ConnectionStatus::Degraded: return QStringLiteral("degraded");
    case ConnectionStatus::Reconnecting: return QStringLiteral("reconnecting");
    case ConnectionStatus::Blocked: return QStringLiteral("blocked");
    }
    return {};
}

QString toText(StatusReason reason)
{
    switch (reason) {
    case StatusReason::None: return QStringLiteral("none");
    case StatusReason::Requested: return QStringLiteral("requested");
    case StatusReason::DataFlows: return QStringLiteral("data flows");
    case StatusReason::NoSubscriptions: return QStringLiteral("no subscriptions");
    case StatusReason::MarketClosed: return QStringLiteral("market closed");
    case StatusReason::Stalled: return QStringLiteral("stalled");
    case StatusReason::HandshakeRefused: return QStringLiteral("handshake refused");
    case StatusReason::HandshakeTimeout: return QStringLiteral("handshake timeout");
    case StatusReason::Unreachable: return QStringLiteral("unreachable");
    case StatusReason::TlsFailed: return QStringLiteral("TLS failed");
    case StatusReason::AuthFailed: return QStringLiteral("authentication failed");
    case StatusReason::AuthTimeout: return QStringLiteral("authentication timeout");
    case StatusReason::TooManyConnections: return QStringLiteral("too many connections");
    case StatusReason::ClosedByServer: return QStringLiteral("closed by server");
    case StatusReason::Lost: return QStringLiteral("lost");
    case StatusReason::FrameTooLarge: return QStringLiteral("frame too large");
    case StatusReason::ShortSilence: return QStringLiteral("short silence");
    case StatusReason::Paused: return QStringLiteral("paused");
    case StatusReason::PlanLimit: return QStringLiteral("plan limit");
    case StatusReason::NotRunning: return QStringLiteral("not running");
    case StatusReason::Overload: return QStringLiteral("overload");
    case StatusReason::Late: return QStringLiteral("late");
    case StatusReason::Unreadable: return QStringLiteral("unreadable");
    }
    return {};
}

bool isConnected(ConnectionStatus status)
{
    return status == ConnectionStatus::Live || status == ConnectionStatus::Quiet ||
           status == ConnectionStatus::Degraded;
}

bool ConnectionHealth::enter(ConnectionStatus next, StatusReason why, const QString &words, Timestamp at)
{
    if (status == next && reason == why && detail == words)
        return false;
    status = next;
    reason = why;
    detail = words;
    transitions.push_back({at, next, why, words});
    if (transitions.size() > TransitionsKept)
        transitions.erase(transitions.begin());
    return true;
}

} // namespace tickstock
