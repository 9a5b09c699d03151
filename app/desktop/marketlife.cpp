// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/marketlife.h"

#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

MarketLife::MarketLife(std::chrono::milliseconds patience)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &MarketLife::overdue);
}

MarketLife::~MarketLife() = default;

void MarketLife::begin(std::unique_ptr<MarketRun> run)
{
    assertThreadOf(this);
    Q_ASSERT(!m_current && !m_ending);
    m_current = std::move(run);
    m_current->start();
}

void MarketLife::endThen(std::function<void()> then)
{
    assertThreadOf(this);
    if (!m_current && !m_ending) {
        then();
        return;
    }
    m_then = std::move(then);
    if (m_ending)
        return;
    m_ending = std::move(m_current);
    // Queued, because finish() deletes the sender.
    connect(m_ending.get(), &MarketRun::stopped, this, &MarketLife::finish, Qt::QueuedConnection);
    m_patience.start();
    m_ending->stop();
}

void MarketLife::finish()
{
    m_patience.stop();
    m_ending.reset();
    const auto then = std::exchange(m_then, {});
    then();
}

} // namespace tickstock
