// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternsettings.h"
#include "tests/fuzz/fuzzinput.h"

using namespace tickstock;

/// The file patterns.json. What was read can be written and read again, and is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QStringList problems;
    if (const auto settings = PatternSettings::fromJson(fuzz::bytesOf(data, size), &problems)) {
        const QByteArray json = settings->toJson();
        const auto again = PatternSettings::fromJson(json);
        fuzz::demand(again && again->toJson() == json);
    }
    return 0;
}
