// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QtGlobal>

#include <cstdint>

namespace tickstock {

/// How a sink stands: a place where data leaves this program for good.
enum class SinkState {
    Off,        ///< not set up
    Connecting, ///< not reached yet
    Up,
    Replaying, ///< reached again; what was kept on disk meanwhile goes first
    Failing,   ///< away, slow or hung: what is due is kept on disk
    Refused    ///< the server or its content says no; needs the user
};
/// "off", "connecting", ...: the words of the local interface.
QString toText(SinkState state);

/// Everything that is known about one sink. A value: copied to whoever shows it.
struct SinkHealth
{
    QString name;     ///< "storage" or "redis"
    QString endpoint; ///< never with a password in it
    SinkState state = SinkState::Off;
    quint64 backlog = 0; ///< entries not delivered yet, in memory and on disk
    quint64 spooled = 0; ///< of these, on disk
    quint64 dropped = 0; ///< lost for good: there was room neither in memory nor on disk
    quint64 written = 0; ///< delivered and acknowledged
    double ratePerSecond = 0;
    std::int64_t lagP50Us = 0; ///< from being due to being acknowledged, microseconds; over the last seconds
    std::int64_t lagP99Us = 0;
    QString lastError; ///< empty while all is well

    bool isWell() const { return state == SinkState::Off || state == SinkState::Up; }
};

} // namespace tickstock
