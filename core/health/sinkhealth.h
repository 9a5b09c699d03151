// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QtGlobal>

#include <cstdint>

namespace tickstock {

/// The state of a sink: a place where data leaves this program for good.
enum class SinkState {
    Off,        ///< not set up
    Connecting, ///< not reached yet
    Up,
    Replaying, ///< reached again; what was spooled to disk meanwhile is delivered first
    Failing,   ///< away, slow or hung: what is due is spooled to disk
    Refused    ///< the server refuses, or its content cannot be used; needs the user
};
/// "off", "connecting", ...: the words of the local interface.
QString toText(SinkState state);

/// Everything that is known about one sink, for the window and the interface. A value.
struct SinkHealth
{
    QString name;     ///< "storage" or "redis"
    QString endpoint; ///< never with a password in it
    SinkState state = SinkState::Off;
    quint64 backlog = 0;  ///< entries that are due and not delivered yet, in memory and on disk
    quint64 spooled = 0;  ///< of these, on disk
    quint64 gathered = 0; ///< entries that are not due yet, because they are delivered together
    quint64 dropped = 0;  ///< lost for good: neither memory nor disk had room
    quint64 written = 0;  ///< delivered and acknowledged
    double ratePerSecond = 0;
    std::int64_t lagP50Us = 0; ///< from being due to being acknowledged, microseconds; over the last seconds
    std::int64_t lagP99Us = 0;
    QString lastError; ///< empty while there is none

    bool isWell() const { return state == SinkState::Off || state == SinkState::Up; }
};

} // namespace tickstock
