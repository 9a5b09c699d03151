// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/inventedmarket.h"
#include "app/desktop/marketrun.h"
#include "core/service/marketdataservice.h"

namespace tickstock {

/// The core in this program, with the invented market that feeds it if there is one. GUI thread.
class ServiceRun final : public MarketRun
{
    Q_OBJECT

public:
    /// @param feeder null: the settings name the feed
    ServiceRun(ServiceOptions options, std::unique_ptr<InventedMarket> feeder);

    CoreInterfaces interfaces() override { return m_service.interfaces(); }
    void start() override;
    void stop() override;

private:
    std::unique_ptr<InventedMarket> m_feeder; // ends after the service that it feeds
    MarketDataService m_service;
};

} // namespace tickstock
