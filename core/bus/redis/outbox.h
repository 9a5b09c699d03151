// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"

#include <span>

namespace tickstock {

/// A message on its way to Redis.
struct OutgoingMessage
{
    BusMessage message;
    std::int64_t dueUs = 0; ///< monotonic clock, microseconds
    qint64 epoch = 0;       ///< the run of the program that made it
    bool isReplay = false;  ///< comes from the spool
};

/// How messages lie in the spool; what cannot be read is left out. Pure.
struct OutboxCodec
{
    static quint64 weight(const OutgoingMessage &) { return 1; }
    static QByteArray encode(std::span<const OutgoingMessage> messages);
    static std::vector<OutgoingMessage> decode(const QByteArray &bytes);
    static constexpr std::size_t ItemsAnEntry = 500;
    static constexpr int EntriesAtOnce = 8;
};

} // namespace tickstock
