// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/market/tick.h"

#include <QStringList>

namespace tickstock {

/// Makes the messages by which other programs follow the feed. Of each symbol one kind of event goes out: seconds where
/// they are subscribed, else trades, else minutes. Numbers them without a hole. Lives in the pipeline thread.
class TickForwarder
{
public:
    /// @param channels of the vendor that are subscribed
    /// @param sourceWord what ticks say they come from: massive, simulated or replay
    TickForwarder(QByteArray channel, const QStringList &channels, QString sourceWord);

    /// Whether events of this kind go out.
    bool forwards(TickKind kind) const { return kind == m_kind; }
    BusMessage message(const Tick &tick, const QString &symbol, ConnectionId connection, int revision);

    /// Names this run of the program in every message.
    const QString &origin() const { return m_origin; }

private:
    const QByteArray m_channel;
    const QString m_sourceWord;
    const QString m_origin;
    TickKind m_kind;
    std::int64_t m_sequence = 0;
};

} // namespace tickstock
