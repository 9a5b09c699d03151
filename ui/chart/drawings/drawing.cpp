// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/drawing.h"

#include <QJsonArray>
#include <QJsonObject>

#include <array>
#include <cmath>

namespace tickstock {

namespace {

using Kind = Drawing::Kind;

/// The start of the year 10000: sums of times from a file must not overflow.
constexpr Timestamp EndOfTime{253'402'300'800'000};

struct KindName
{
    Kind kind;
    QLatin1String name;
};
constexpr std::array KindNames{
    KindName{Kind::HorizontalLine, QLatin1String("horizontal_line")},
    KindName{Kind::TrendLine, QLatin1String("trend_line")},
    KindName{Kind::Rectangle, QLatin1String("rectangle")},
};

QLatin1String nameOf(Kind kind)
{
    for (const KindName &each : KindNames) {
        if (each.kind == kind)
            return each.name;
    }
    return {};
}

std::optional<Kind> kindFromName(const QString &name)
{
    for (const KindName &each : KindNames) {
        if (each.name == name)
            return each.kind;
    }
    return std::nullopt;
}

QJsonObject pointToJson(const ChartPoint &point)
{
    return {{QStringLiteral("time"), static_cast<qint64>(point.time.ms)}, {QStringLiteral("price"), point.price}};
}

std::optional<ChartPoint> pointFromJson(const QJsonValue &json)
{
    const Timestamp time{json[u"time"].toInteger()};
    const QJsonValue price = json[u"price"];
    if (!time.isValid() || time >= EndOfTime || !price.isDouble() || !std::isfinite(price.toDouble()))
        return std::nullopt;
    return ChartPoint{time, price.toDouble()};
}

} // namespace

QJsonObject Drawing::toJson() const
{
    QJsonArray points{pointToJson(first)};
    if (pointCount() == 2)
        points.append(pointToJson(second));
    return {{QStringLiteral("id"), id.toString(QUuid::WithoutBraces)},
            {QStringLiteral("kind"), nameOf(kind)},
            {QStringLiteral("points"), points}};
}

std::optional<Drawing> Drawing::fromJson(const QJsonObject &json)
{
    const auto kind = kindFromName(json[u"kind"].toString());
    const QUuid id = QUuid::fromString(json[u"id"].toString());
    const QJsonArray points = json[u"points"].toArray();
    if (!kind || id.isNull() || points.size() != pointCount(*kind))
        return std::nullopt;
    const auto first = pointFromJson(points.first());
    const auto second = pointCount(*kind) == 2 ? pointFromJson(points.last()) : ChartPoint{};
    if (!first || !second)
        return std::nullopt;
    return Drawing{id, *kind, *first, *second};
}

} // namespace tickstock
