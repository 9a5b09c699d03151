// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/health/sinkhealth.h"

namespace tickstock {

QString toText(SinkState state)
{
    switch (state) {
    case SinkState::Off: return QStringLiteral("off");
    case SinkState::Connecting: return QStringLiteral("connecting");
    case SinkState::Up: return QStringLiteral("up");
    case SinkState::Replaying: return QStringLiteral("replaying");
    case SinkState::Failing: return QStringLiteral("failing");
    case SinkState::Refused: return QStringLiteral("refused");
    }
    return {};
}

} // namespace tickstock
