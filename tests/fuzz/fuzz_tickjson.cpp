// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/relay/tickjson.h"
#include "tests/fuzz/fuzzinput.h"

using namespace tickstock;

/// A message of the tick and the minute channel. What was read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray json = fuzz::bytesOf(data, size);
    if (const auto message = tickFromJson(json)) {
        (void)tickOf(*message);
        fuzz::demand(tickFromJson(tickJson(*message)).has_value());
    }
    if (const auto minute = minuteFromJson(json))
        fuzz::demand(minuteFromJson(minuteJson(minute->second, minute->first)).has_value());
    return 0;
}
