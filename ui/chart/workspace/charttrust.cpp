// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/charttrust.h"

#include "core/health/routingplan.h"
#include "ui/common/format.h"
#include "ui/health/statustext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

#include <algorithm>

namespace tickstock {

namespace {

/// A symbol that has not traded for this long in an open market shows its price as old.
constexpr Milliseconds StaleAfter = OneMinute;

struct TrustText
{
    Q_DECLARE_TR_FUNCTIONS(TrustText)
};

bool isWell(const ConnectionHealth &connection)
{
    return isConnected(connection.status) && connection.status != ConnectionStatus::Degraded;
}

QString troubleOf(const HealthBoard::Snapshot &health)
{
    const auto &connections = health.connections;
    const auto latest = std::max_element(connections.begin(), connections.end(),
                                         [](const auto &a, const auto &b) { return a.lastMessage < b.lastMessage; });
    QStringList trouble;
    const Timestamp since = health.pipeline.followsFeed ? health.pipeline.marketNow : latest->lastMessage;
    if (since.isValid())
        trouble.append(TrustText::tr("No data since %1 ET.").arg(format::second(since)));
    const qint64 wait = latest->nextAttempt.ms - QDateTime::currentMSecsSinceEpoch();
    if (wait > 0)
        trouble.append(TrustText::tr("Next try in %1.").arg(format::age(Milliseconds(wait + 999))));
    if (health.isPolled)
        trouble.append(TrustText::tr("Prices come from REST, once a minute."));
    trouble.append(explanation(*latest));
    return trouble.join(u' ').trimmed();
}

} // namespace

ChartTrust trustOf(const HealthBoard::Snapshot &health, Session session, Timestamp marketNow, Timestamp lastPrice,
                   ConnectionId shownBy)
{
    const auto &connections = health.connections;
    const bool hasFeed = std::any_of(connections.begin(), connections.end(), isWell);
    const bool isOld = session != Session::Closed && lastPrice.isValid() && marketNow - lastPrice > StaleAfter;
    const auto owner = std::find_if(connections.begin(), connections.end(),
                                    [shownBy](const ConnectionHealth &c) { return c.id == shownBy; });
    const bool isOwnerDown = owner != connections.end() && !isWell(*owner);
    const bool isCutOff = !hasFeed && !connections.empty();
    return {isOld || isOwnerDown || isCutOff, isCutOff && health.isPolled, isCutOff ? troubleOf(health) : QString()};
}

} // namespace tickstock
