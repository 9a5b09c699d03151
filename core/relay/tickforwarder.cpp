// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/tickforwarder.h"

#include "core/relay/tickjson.h"
#include "core/types/fnv1a.h"
#include "core/types/origin.h"

namespace tickstock {

TickForwarder::TickForwarder(QByteArray channel, const QStringList &channels, QString sourceWord)
    : m_channel(std::move(channel))
    , m_sourceWord(std::move(sourceWord))
    , m_origin(newOrigin())
    , m_kind(channels.contains(u"A")   ? TickKind::SecondBar
             : channels.contains(u"T") ? TickKind::Trade
                                       : TickKind::MinuteBar)
{
}

BusMessage TickForwarder::message(const Tick &tick, const QString &symbol, ConnectionId connection, int revision)
{
    TickMessage made;
    made.symbol = symbol;
    made.kind = tick.kind;
    made.start = tick.start;
    made.open = tick.open;
    made.high = tick.high;
    made.low = tick.low;
    made.close = tick.close;
    made.volume = tick.volume;
    made.source = m_sourceWord;
    made.origin = m_origin;
    made.connection = connection.value;
    made.sequence = ++m_sequence;
    made.revision = revision;
    made.window = tick.end - tick.start;
    made.updatesHighLow = tick.updatesHighLow;
    made.updatesLast = tick.updatesLast;
    made.updatesVolume = tick.updatesVolume;
    made.dayVolume = tick.dayVolume;
    return {m_channel, tickJson(made), made.sequence, fnv1a(symbol.toStdString())};
}

} // namespace tickstock
