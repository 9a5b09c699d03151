// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/servicerun.h"

#include "core/types/threadcheck.h"

namespace tickstock {

ServiceRun::ServiceRun(ServiceOptions options, std::unique_ptr<InventedMarket> feeder)
    : m_feeder(std::move(feeder))
    , m_service(std::move(options))
{
    connect(&m_service, &MarketDataService::stopped, this, &MarketRun::stopped);
}

void ServiceRun::start()
{
    assertThreadOf(this);
    m_service.start();
}

void ServiceRun::stop()
{
    assertThreadOf(this);
    m_service.stop();
}

} // namespace tickstock
