// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/marketclock.h"
#include "core/market/serverclock.h"
#include "core/market/tick.h"

#include <QStringList>
#include <QUrl>

#include <memory>

namespace tickstock {

/// How one connection to the vendor's feed is made. A value.
struct MassiveConnectionOptions
{
    ConnectionId id{1};
    QString name = QStringLiteral("primary");
    QUrl url;
    QString key;
    QString caFile; ///< an extra certificate authority (PEM)
    QStringList channels{QStringLiteral("A"), QStringLiteral("AM")};
    MarketClockMode clock = MarketClockMode::Auto;
    std::shared_ptr<const ServerClock> serverClock; ///< null: this machine's clock is right
    Milliseconds stall{15'000};                     ///< silence while data is expected
    Milliseconds late{10'000};                      ///< data that come too late for so long make it degraded
    Milliseconds unreadable{5'000};                 ///< so does having to throw everything away for so long
    Milliseconds openTimeout{15'000};               ///< from the first packet to the answer to the key
    Milliseconds closeTimeout{2'000};               ///< a peer that does not answer our close frame
    Milliseconds firstRetry{500};
    Milliseconds longestRetry = OneMinute;
    bool retriesEviction = false; ///< a server without a user comes back by itself after 15 minutes, doubling to 4 h
};

} // namespace tickstock
