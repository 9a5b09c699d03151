// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/config/settings.h"
#include "core/market/barbook.h"
#include "core/market/patternevent.h"
#include "core/patterns/indicatorvalues.h"
#include "core/relay/tickforwarder.h"

namespace tickstock {

/// Puts on the bus what the pipeline has for other programs: ticks, closed minutes, pattern events and indicators.
/// Lives in the pipeline thread.
class MarketPublisher
{
public:
    /// @param bus, @param symbols must outlive this
    /// @param sourceWord what ticks say they come from: massive, simulated or replay
    MarketPublisher(MessageBus &bus, const SymbolTable &symbols, const Settings &settings, const QString &sourceWord);

    /// Names this run of the program in what it sends.
    const QString &origin() const { return m_forwarder.origin(); }

    /// Whether addTick() has any use now.
    bool wantsTicks() const;
    /// Of the kind of ticks that goes out; the others are left out.
    void addTick(const Tick &tick, ConnectionId connection, int revision);
    void publishTicks();
    /// Nothing when they come from another program, which publishes them.
    void publishMinutes(const std::vector<ClosedMinute> &closed);
    void publishEvents(const std::vector<PatternEvent> &events);
    void publishIndicators(const std::vector<IndicatorValues> &indicators);

private:
    MessageBus &m_bus;
    const SymbolTable &m_symbols;
    const QByteArray m_tickChannel;
    const bool m_isSource;      // this program has its ticks from the vendor
    const bool m_forwardsTicks; // and passes them on
    TickForwarder m_forwarder;
    std::vector<BusMessage> m_ticks; // to be published
};

} // namespace tickstock
