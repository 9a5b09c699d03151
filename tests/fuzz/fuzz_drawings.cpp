// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/fuzz/fuzzinput.h"
#include "ui/chart/drawings/drawings.h"

using namespace tickstock;

/// The window's file of drawings. What was read can be written and read again, and is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Drawings drawings;
    (void)drawings.restore(fuzz::bytesOf(data, size));
    const QByteArray json = drawings.toJson();
    fuzz::demand(drawings.restore(json).isEmpty() && drawings.toJson() == json);
    return 0;
}
