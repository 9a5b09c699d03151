// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/settings.h"
#include "tests/fuzz/fuzzinput.h"

using namespace tickstock;

/// A file .env and the settings in it. Files that it names are not looked at.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::MemoryFile file(data, size);
    (void)parseSettings(readEnvFile(file.path()), FileCheck::Skipped);
    return 0;
}
