// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"

#include <cmath>
#include <span>

/// What a symbol has moved in its session: one answer for lists, charts, rankings and the local interface. Pure.
namespace tickstock {

/// A value. What is not known is NoValue.
struct SessionChange
{
    double points = NoValue;   ///< US dollars
    double fraction = NoValue; ///< 0.01 is one percent
};

/// A price against the regular close of the session before, in the same shares.
inline SessionChange sessionChange(double last, double previousRegularClose)
{
    if (!(previousRegularClose > 0) || !std::isfinite(previousRegularClose) || !std::isfinite(last))
        return {};
    return {last - previousRegularClose, last / previousRegularClose - 1};
}

/// What daily bars say of a session. A value. What is not known is NoValue.
struct RegularCloses
{
    QDate session;
    double previous = NoValue; ///< regular close of the trading day before
    double own = NoValue;      ///< the session's own, once it is over
    double volume = NoValue;   ///< shares of it, likewise
};

/// @param days daily bars, the oldest first, in the shares of one day
/// @param session the one that prices are of: while the market is closed, the last one that there was, and not the next
inline RegularCloses regularCloses(std::span<const Bar> days, QDate session)
{
    RegularCloses closes{session};
    for (const Bar &day : days) {
        const QDate date = newyork::date(day.start);
        if (date < session) {
            closes.previous = day.close;
        } else if (date == session) {
            closes.own = day.close;
            closes.volume = day.volume;
        }
    }
    return closes;
}

/// The price that stands for a symbol: the newest one while anything can be traded. When the market is closed it is the
/// regular close, because that is what the session's change and the next one are counted from.
/// @param ownRegularClose of the last session; NoValue: it is not known, and the newest price has to do
inline double priceShown(double last, double ownRegularClose, Session now)
{
    return now == Session::Closed && std::isfinite(ownRegularClose) ? ownRegularClose : last;
}

} // namespace tickstock
