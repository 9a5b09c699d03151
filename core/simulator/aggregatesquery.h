// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"
#include "core/net/httpserver.h"

#include <QStringList>

#include <optional>

namespace tickstock::simulator {

/// What a request for aggregates asks for: /v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}. A value.
struct AggregatesQuery
{
    QString ticker;
    int multiplier = 1;
    QString timespan; ///< "second", "minute" or "day"
    Timestamp from, to;
    int limit = 0; ///< of base bars; a bar of a multiplier counts as that many
    bool isAscending = true;
    bool isAdjusted = true;

    /// @param path the parts of the request's path. Nothing when the range cannot be understood.
    static std::optional<AggregatesQuery> parse(const HttpRequest &request, const QStringList &path);

    bool isDaily() const { return timespan == u"day"; }
    /// Of one bar; not for days.
    Milliseconds barLength() const;
    /// How many bars fit on one page.
    int pageSize() const;
    /// The address of the page that begins with the bar that starts at @p next.
    QString nextUrl(const HttpRequest &request, const QStringList &path, Timestamp next) const;
};

/// Whether the answer is to be in today's shares. The vendor adjusts unless told not to.
bool wantsAdjusted(const QUrlQuery &query);

} // namespace tickstock::simulator
