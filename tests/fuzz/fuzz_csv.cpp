// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/universefile.h"
#include "core/patterns/analysis.h"
#include "core/simulator/replayfile.h"
#include "tests/fuzz/fuzzinput.h"

using namespace tickstock;

/// A CSV file: taken for a recording, for bars to analyse, and for lists of symbols.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::MemoryFile file(data, size);
    simulator::Recording recording;
    (void)simulator::readRecording(file.path(), recording);
    (void)readBarFile(file.path());
    (void)readUniverseFile(file.path());
    return 0;
}
