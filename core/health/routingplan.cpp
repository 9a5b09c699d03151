// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/health/routingplan.h"

#include <algorithm>
#include <array>

namespace tickstock {

namespace {

constexpr std::array Strategies{RoutingStrategy::Manual, RoutingStrategy::RoundRobin, RoutingStrategy::Priority,
                                RoutingStrategy::LoadBalanced};

} // namespace

QString shortName(ConnectionId id)
{
    return id.value == 0 ? QStringLiteral("-") : QStringLiteral("C%1").arg(id.value);
}

QString toText(RoutingStrategy strategy)
{
    switch (strategy) {
    case RoutingStrategy::Manual: return QStringLiteral("manual");
    case RoutingStrategy::RoundRobin: return QStringLiteral("round-robin");
    case RoutingStrategy::Priority: return QStringLiteral("priority");
    case RoutingStrategy::LoadBalanced: return QStringLiteral("load-balanced");
    }
    return {};
}

std::optional<RoutingStrategy> routingStrategyFromText(const QString &text)
{
    const auto it = std::find_if(Strategies.begin(), Strategies.end(),
                                 [&](RoutingStrategy strategy) { return toText(strategy) == text; });
    return it == Strategies.end() ? std::nullopt : std::optional(*it);
}

} // namespace tickstock
