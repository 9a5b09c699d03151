// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/outbox.h"

#include <QDataStream>
#include <QIODevice>

namespace tickstock {

namespace {

constexpr quint32 Magic = 0x54534d31; // "TSM1": the number changes with the layout

} // namespace

QByteArray OutboxCodec::encode(std::span<const OutgoingMessage> messages)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << Magic << quint32(messages.size());
    for (const OutgoingMessage &m : messages) {
        out << m.message.channel << m.message.payload << qint64(m.message.sequence) << quint64(m.message.symbolHash)
            << m.epoch;
    }
    return bytes;
}

std::vector<OutgoingMessage> OutboxCodec::decode(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0, count = 0;
    in >> magic >> count;
    std::vector<OutgoingMessage> messages;
    if (magic != Magic)
        return messages;
    while (messages.size() < count) {
        OutgoingMessage m;
        qint64 sequence = 0;
        quint64 hash = 0;
        in >> m.message.channel >> m.message.payload >> sequence >> hash >> m.epoch;
        if (in.status() != QDataStream::Ok)
            break;
        m.message.sequence = sequence;
        m.message.symbolHash = hash;
        m.isReplay = true;
        messages.push_back(std::move(m));
    }
    return messages;
}

} // namespace tickstock
