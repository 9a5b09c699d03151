// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/universefile.h"
#include "core/lists/watchlistfile.h"
#include "core/patterns/analysis.h"
#include "core/simulator/replayfile.h"
#include "tests/fuzz/fuzzinput.h"

using namespace tickstock;

/// A CSV file: taken for a recording, for bars to analyse, for lists of symbols, and for
/// watchlists, which come as JSON, too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::MemoryFile file(data, size);
    simulator::Recording recording;
    (void)simulator::readRecording(file.path(), recording);
    (void)readBarFile(file.path());
    (void)readUniverseFile(file.path());
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (const auto read = watchlistsFromText(text, QStringLiteral("list"))) {
        const auto again = watchlistsFromText(watchlistsToJson(read->lists), QStringLiteral("list"));
        Q_ASSERT(again && again->lists.size() == read->lists.size() && again->rejected == 0);
    }
    return 0;
}
