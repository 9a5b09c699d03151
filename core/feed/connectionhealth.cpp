// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectionhealth.h"

namespace tickstock {

QString toText(ConnectionStatus status)
{
    switch (status) {
    case ConnectionStatus::Off: return QStringLiteral("off");
    case ConnectionStatus::Connecting: return QStringLiteral("connecting");
    case ConnectionStatus::Authenticating: return QStringLiteral("authenticating");
    case ConnectionStatus::Live: return QStringLiteral("live");
    case ConnectionStatus::Quiet: return QStringLiteral("quiet");
    case ConnectionStatus::Degraded: return QStringLiteral("degraded");
    case ConnectionStatus::Reconnecting: return QStringLiteral("reconnecting");
    case ConnectionStatus::Blocked: return QStringLiteral("blocked");
    }
    return {};
}

bool isConnected(ConnectionStatus status)
{
    return status == ConnectionStatus::Live || status == ConnectionStatus::Quiet ||
           status == ConnectionStatus::Degraded;
}

} // namespace tickstock
