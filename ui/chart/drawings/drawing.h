// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QUuid>

#include <optional>

class QJsonObject;

namespace tickstock {

/// A place on a chart that holds in any time frame and at any zoom. A value.
struct ChartPoint
{
    Timestamp time;
    double price = 0; ///< US dollars

    bool operator==(const ChartPoint &) const = default;
};

/// Something the user drew over a chart's bars. A value.
struct Drawing
{
    enum class Kind {
        HorizontalLine, ///< at the price of its one point, all along the chart
        TrendLine,      ///< from point to point, not beyond
        Rectangle       ///< its points are opposite corners
    };

    QUuid id;
    Kind kind = Kind::TrendLine;
    ChartPoint first;
    ChartPoint second; ///< not used by a kind of one point

    bool operator==(const Drawing &) const = default;

    /// How many points such a drawing is made of: 1 or 2.
    static int pointCount(Kind kind) { return kind == Kind::HorizontalLine ? 1 : 2; }
    int pointCount() const { return pointCount(kind); }
    /// Whether there is anything to see: its points are not the same.
    bool hasExtent() const { return pointCount() == 1 || first != second; }

    /// Times are milliseconds since 1970, UTC.
    QJsonObject toJson() const;
    /// Nothing when a part is missing or cannot be: no id, an unknown kind, a price or time that is none.
    static std::optional<Drawing> fromJson(const QJsonObject &json);
};

} // namespace tickstock
