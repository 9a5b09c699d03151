// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"

#include <QObject>

#include <functional>

namespace tickstock {

/// Bars out of a database that another program fills from the feed. It writes a little after the fact: an answer waits
/// until the database has got as far as what is asked for, with any symbol, up to a minute. Lives in the history
/// thread.
class StoreBars final : public QObject, public BarProvider
{
    Q_OBJECT

public:
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    StoreBars(OnStore onStore, std::function<Timestamp()> marketNow);

    void bars(const QString &symbol, Timespan timespan, Timestamp from, Timestamp to, Priority priority,
              BarsAnswer answer) override;

private:
    struct Request;

    void read(const std::shared_ptr<Request> &request);

    const OnStore m_onStore;
    const std::function<Timestamp()> m_marketNow;
    ExchangeCalendar m_calendar;
    Timestamp m_reached; // start of the newest minute seen, of any symbol: the database has got so far
};

} // namespace tickstock
