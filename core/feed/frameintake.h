// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"
#include "core/health/connectionhealth.h"
#include "core/types/histogram.h"

#include <optional>

namespace tickstock {

/// Takes the frames of one connection apart, drops events that cannot be right, and keeps the figures about them. One
/// frame at a time. A value without a clock; used in the feed thread.
class FrameIntake
{
public:
    /// @param name of the connection, for the log
    /// @param symbols must outlive this
    /// @param allowsFuture a simulator on this machine may be set to any day
    /// @param unreadable when nothing that came for so long was any good
    /// @param key is not written into the log, whatever a server sends
    FrameIntake(QString name, SymbolTable &symbols, bool allowsFuture, Milliseconds unreadable = Milliseconds(5'000),
                const QString &key = {});

    /// A new connection begins.
    void beginConnection();
    /// What the frame holds; valid until the next one.
    const massive::ParsedFrame &read(const QString &frame, Timestamp received, std::int64_t receivedNs,
                                     Milliseconds serverAhead = Milliseconds(0));
    /// The same of a binary frame.
    /// The frame holds something, but nothing that can be used.
    bool isFrameUseless() const
    {
        return !m_frame.hasData() && m_frame.statuses.empty() && m_frame.malformed + m_frame.ignored > 0;
    }
    /// All events that have come for a while had to be thrown away.
    bool isUnreadable() const { return m_isUnreadable; }
    /// Why, in words: what was wrong with the frame.
    QString problem() const { return QString::fromStdString(m_frame.problem); }
    /// How late the frame's newest event is: its end to reception, less the vendor's hold-back.
    Milliseconds latency() const;
    /// Adds the frame's ticks to what is passed on.
    void addTo(TickBatch &batch) const;
    Timestamp received() const { return m_received; }
    std::int64_t receivedNs() const { return m_receivedNs; }
    /// The quotes and bands of the frame, to be passed on.
    QuoteBatchPtr quotes(ConnectionId connection) const;
    /// Takes latency() into the figures.
    void measureLatency() { m_latency.record(latency().count()); }
    /// Ticks since the last call, which is made once a second.
    void measureRate();
    /// Writes the figures.
    void report(ConnectionHealth &into) const;

private:
    void judgeReadability();
    void rejectFuture();
    void countMalformed();
    QString sample() const;

    const QString m_name;
    const QString m_keyBegins; // empty: nothing is secret
    const bool m_allowsFuture;
    const Milliseconds m_unreadable;
    massive::FrameParser m_parser;
    massive::ParsedFrame m_frame;
    Milliseconds m_serverAhead{0}; // of this machine's clock
    Timestamp m_received;          // wall time of the frame
    std::int64_t m_receivedNs = 0;
    std::optional<std::int64_t> m_rejectingSince; // receivedNs of the first frame since which no event was good
    bool m_isUnreadable = false;
    quint64 m_messages = 0;
    quint64 m_ticks = 0;
    quint64 m_quotes = 0;
    quint64 m_bands = 0;
    quint64 m_malformed = 0;
    FlawCounts m_flaws{}; // the same by reason
    quint64 m_ignored = 0;
    quint64 m_ticksAtLastRate = 0;
    double m_rate = 0;
    RecentHistogram m_latency; // milliseconds
};

} // namespace tickstock
