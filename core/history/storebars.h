// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barprovider.h"
#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"

#include <QObject>

#include <functional>

namespace tickstock {

/// Reads bars from a database that another program fills from the feed. That program writes with some delay, so an
/// answer waits, up to a minute, until the database holds a minute of any symbol as new as the end of the request.
/// Lives in the history thread.
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
    Timestamp m_newest; // start of the newest minute that has been read, of any symbol
};

} // namespace tickstock
