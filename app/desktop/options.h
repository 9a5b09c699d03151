// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QString>

namespace tickstock {

/// The command line of the desktop program. A value.
struct DesktopOptions
{
    QString envFile;
    bool demo = false;
    QString replayFile;
    double speed = 0; ///< market seconds per second; 0 as given: as fast as possible
    bool speedGiven = false;
    QString layout; // empty: as it was left
    QString screenshotFile;
    double exitAfterSeconds = 0; ///< 0: runs until it is closed
    QString dataDirectory;
};

/// Ends the program itself for --help and --version. Needs an application object of any kind, but no display.
Expected<DesktopOptions> parseCommandLine();

} // namespace tickstock
