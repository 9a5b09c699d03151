// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

namespace tickstock {

/// A run on prices that are invented or played from a recording. A value.
struct SimulatedRun
{
    QUrl feed;
    QUrl rest;
    QString key;
    QStringList symbols;
    QString sourceWord; ///< in the names of the connections
    int connections = 1;
};

/// The user's settings with all that concerns the market replaced: the run has the simulator as its feed, and nothing
/// invented reaches a real server or store. Pure.
Expected<Settings> simulatedSettings(SettingTexts own, const SimulatedRun &run);

} // namespace tickstock
