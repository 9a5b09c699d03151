// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/plausible.h"
#include "core/market/tick.h"

#include <QMetaType>
#include <QString>

#include <vector>

namespace tickstock {

/// The eight states of a connection.
enum class ConnectionStatus {
    Off,            ///< not wanted
    Connecting,     ///< name look-up, TCP, TLS, WebSocket handshake
    Authenticating, ///< waiting for the server's answer to the key
    Live,           ///< data flows
    Quiet,          ///< open, and no data is expected: market closed, or nothing subscribed
    Degraded,       ///< open, but silent or late while data is expected
    Reconnecting,   ///< lost; will be tried again
    Blocked         ///< needs the user: bad key, plan, or limit on connections
};

/// "off", "connecting", ...: the words of the local interface.
QString toText(ConnectionStatus status);
/// Live, quiet and degraded connections have an open, authenticated socket.
bool isConnected(ConnectionStatus status);

/// Why a connection is in its state. The window makes a sentence, with a remedy, from it.
enum class StatusReason {
    None,
    Requested, ///< opened or closed by the user or the program
    DataFlows,
    NoSubscriptions,
    MarketClosed,
    Stalled,          ///< silent while data is expected
    HandshakeRefused, ///< the server answered the WebSocket handshake with an HTTP error
    HandshakeTimeout, ///< the server did not answer
    Unreachable,      ///< name, network or port
    TlsFailed,
    AuthFailed, ///< the key is wrong or the plan has no WebSocket
    AuthTimeout,
    TooManyConnections,
    ClosedByServer,
    Lost, ///< reset or vanished without a close frame
    FrameTooLarge,
    ShortSilence, ///< a silence too short for a reconnection, but data was lost in it
    Paused,       ///< by the user
    PlanLimit,    ///< the account allows fewer connections than are set up
    NotRunning,   ///< cause of a hole: the program was not running
    Overload,     ///< cause of a hole: more events came than this machine could process
    Late,         ///< data come long after their time: the reader is too slow, and will be cut off
    Unreadable    ///< everything that comes has to be thrown away
};

/// "lost", "stalled", ...: the words of the gap ledger and the log.
QString toText(StatusReason reason);

/// One change of state. A value.
struct StatusTransition
{
    Timestamp at; ///< wall time
    ConnectionStatus status = ConnectionStatus::Off;
    StatusReason reason = StatusReason::None;
    QString detail; ///< the server's or the network's own words
};

/// Everything that is known about one connection, for the window and the interface. A value.
struct ConnectionHealth
{
    ConnectionId id;
    QString name;
    QString endpoint; ///< never with a key in it
    ConnectionStatus status = ConnectionStatus::Off;
    StatusReason reason = StatusReason::None;
    QString detail;
    int priority = 1;         ///< lower is better
    bool isDrained = false;   ///< its symbols have been moved to the other connections, and stay there
    int tickers = 0;          ///< distinct symbols with a confirmed subscription
    int unconfirmedPairs = 0; ///< asked for, not answered
    int refusedPairs = 0;     ///< "not authorized", or not answered in time
    int silentSymbols = 0;    ///< subscribed, but never heard of although the market has been open for a while
    quint64 messages = 0;     ///< frames received
    quint64 ticks = 0;
    quint64 quotes = 0; ///< events of Q,
    quint64 bands = 0;  ///< and of LULD
    quint64 errors = 0; ///< malformed events and failed connection attempts
    quint64 ignored = 0;
    FlawCounts thrownAway{}; ///< the malformed events by what was wrong with them
    quint64 gaps = 0;        ///< entries of the gap ledger on this connection
    quint64 gapsRepaired = 0;
    Timestamp lastMessage;         ///< wall time of the last frame
    Timestamp dataEnd;             ///< market time of the newest event; not valid: none since it connected
    bool isSilent = false;         ///< unusually long, while data is expected: what was sent meanwhile may be lost
    Timestamp nextAttempt;         ///< wall time of the next try while reconnecting
    double ratePerSecond = 0;      ///< ticks, over the last report interval
    std::int64_t latencyP50Ms = 0; ///< event's end to reception in market time, less the vendor's hold-back
    std::int64_t latencyP99Ms = 0;
    std::int64_t barLatencyP50Us = 0; ///< reception to bar
    std::int64_t barLatencyP99Us = 0;
    quint64 queued = 0;                        ///< ticks received and not processed yet
    std::vector<StatusTransition> transitions; ///< the last ones, newest last

    /// Enters a state. Returns false if the connection is in it already. @p at is wall time.
    bool enter(ConnectionStatus next, StatusReason why, const QString &words, Timestamp at);
};

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::ConnectionHealth)
