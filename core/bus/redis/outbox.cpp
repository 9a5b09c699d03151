// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/outbox.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace tickstock {

namespace {

constexpr quint32 Magic = 0x54534d31; // "TSM1": the number changes with the layout
constexpr std::size_t MessagesAnEntry = 500;

} // namespace

std::vector<SpoolEntry> toSpool(const std::vector<OutgoingMessage> &messages)
{
    std::vector<SpoolEntry> entries;
    for (std::size_t from = 0; from < messages.size(); from += MessagesAnEntry) {
        const std::size_t to = std::min(from + MessagesAnEntry, messages.size());
        SpoolEntry entry;
        entry.weight = to - from;
        QDataStream out(&entry.payload, QIODevice::WriteOnly);
        out.setVersion(QDataStream::Qt_6_0);
        out << Magic << quint32(entry.weight);
        for (std::size_t i = from; i < to; ++i) {
            const OutgoingMessage &m = messages[i];
            out << m.message.channel << m.message.payload << qint64(m.message.sequence) << quint64(m.message.symbolHash)
                << m.epoch;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<OutgoingMessage> fromSpool(const SpoolEntry &entry)
{
    QDataStream in(entry.payload);
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
