// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/servicerun.h"

#include "core/types/threadcheck.h"

namespace tickstock {

ServiceRun::ServiceRun(ServiceOptions options, std::unique_ptr<InventedMarket> feeder)
    : m_feeder(std::move(feeder))
    , m_service(std::make_unique<MarketDataService>(std::move(options)))
{
}

void ServiceRun::start()
{
    assertThreadOf(this);
    m_service->start();
}

/// The service ends in its destructor, which waits for its threads. As soon as it can end without that, its stop() and
/// stopped() belong here, and nowhere else is anything to change.
void ServiceRun::stop()
{
    assertThreadOf(this);
    m_service.reset();
    Q_EMIT stopped();
}

} // namespace tickstock
