// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"
#include "core/health/connectionhealth.h"
#include "core/types/histogram.h"

namespace tickstock {

/// Takes the frames of one connection apart, drops events that cannot be right, and keeps the figures about them. One
/// frame at a time. A value without a clock; used in the feed thread.
class FrameIntake
{
public:
    /// @param name of the connection, for the log
    /// @param symbols must outlive this
    /// @param allowsFuture a simulator on this machine may be set to any day
    FrameIntake(QString name, SymbolTable &symbols, bool allowsFuture);

    /// What the frame holds; valid until the next one.
    const massive::ParsedFrame &read(const QString &frame, Timestamp received, std::int64_t receivedNs);
    /// The ticks of the frame, to be passed on.
    TickBatchPtr batch(ConnectionId connection) const;
    /// Takes how late the frame's newest event is into the figures.
    void measureLatency();
    /// Ticks since the last call, which is made once a second.
    void measureRate();
    /// Writes the figures.
    void report(ConnectionHealth &into) const;

private:
    void rejectFuture();
    void countMalformed();

    const QString m_name;
    const bool m_allowsFuture;
    massive::FrameParser m_parser;
    massive::ParsedFrame m_frame;
    Timestamp m_received; // wall time of the frame
    std::int64_t m_receivedNs = 0;
    quint64 m_messages = 0;
    quint64 m_ticks = 0;
    quint64 m_malformed = 0;
    quint64 m_ignored = 0;
    quint64 m_ticksAtLastRate = 0;
    double m_rate = 0;
    Histogram m_latency;
};

} // namespace tickstock
