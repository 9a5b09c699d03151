// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"

#include <QByteArray>
#include <QString>

namespace tickstock {

/// The message of the tick channels (README, "Redis").
struct TickOrigin
{
    QString source;  ///< massive, simulated or replay
    QString program; ///< which program sends it
    int connection = 0;
    std::int64_t sequence = 0; ///< rises by one per program
};
QByteArray tickJson(const Tick &tick, const QString &symbol, const TickOrigin &origin);

/// The message of the closed-minute channel.
QByteArray minuteJson(const Bar &bar, const QString &symbol);

} // namespace tickstock
