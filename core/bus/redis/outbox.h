// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/sink/spool.h"

namespace tickstock {

/// A message on its way to Redis.
struct OutgoingMessage
{
    BusMessage message;
    std::int64_t dueUs = 0; ///< monotonic clock, microseconds
    qint64 epoch = 0;       ///< the run of the program that made it
    bool isReplay = false;  ///< comes from the spool
};

/// Messages as entries of the spool and back; what cannot be read is left out.
std::vector<SpoolEntry> toSpool(const std::vector<OutgoingMessage> &messages);
std::vector<OutgoingMessage> fromSpool(const SpoolEntry &entry);

} // namespace tickstock
