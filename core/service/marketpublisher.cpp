// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketpublisher.h"

#include "core/bus/channels.h"
#include "core/relay/tickjson.h"

#include <utility>

namespace tickstock {

MarketPublisher::MarketPublisher(MessageBus &bus, const SymbolTable &symbols, const Settings &settings,
                                 const QString &sourceWord)
    : m_bus(bus)
    , m_symbols(symbols)
    , m_tickChannel(settings.tickChannel.toUtf8())
    , m_isSource(settings.tickSource == TickSource::WebSocket)
    , m_forwardsTicks(settings.forwardTicks && m_isSource)
    , m_forwarder(m_tickChannel, settings.channels, sourceWord)
{
}

bool MarketPublisher::wantsTicks() const
{
    return m_forwardsTicks && m_bus.hasListener(m_tickChannel);
}

void MarketPublisher::addTick(const Tick &tick, ConnectionId connection, int revision)
{
    if (m_forwarder.forwards(tick.kind))
        m_ticks.push_back(m_forwarder.message(tick, m_symbols.qname(tick.symbol), connection, revision));
}

void MarketPublisher::publishTicks()
{
    if (!m_ticks.empty())
        m_bus.publish(std::exchange(m_ticks, {}));
}

void MarketPublisher::publishMinutes(const std::vector<ClosedMinute> &closed)
{
    if (closed.empty() || !m_isSource || !m_bus.hasListener(MinuteChannel))
        return;
    std::vector<BusMessage> messages;
    for (const ClosedMinute &minute : closed) {
        if (minute.kind != ClosedMinute::Kind::Confirmed)
            messages.push_back({MinuteChannel, minuteJson(minute.bar, m_symbols.qname(minute.symbol)), 0, 0});
    }
    m_bus.publish(messages);
}

/// Programs that trade get confirmed events only, and each once.
void MarketPublisher::publishEvents(const std::vector<PatternEvent> &events)
{
    std::vector<BusMessage> messages;
    for (const PatternEvent &event : events) {
        const QByteArray json = toJson(event);
        if (event.state == EventState::Confirmed && !event.isRepeated) {
            messages.push_back({PatternChannel, json, 0, 0});
            messages.push_back({PatternEventChannel, json, 0, 0});
        }
        messages.push_back({StreamingChannel, json, 0, 0});
    }
    if (!messages.empty())
        m_bus.publish(messages);
}

void MarketPublisher::publishIndicators(const std::vector<IndicatorValues> &indicators)
{
    std::vector<BusMessage> messages;
    for (const IndicatorValues &values : indicators)
        messages.push_back({IndicatorChannel, toJson(values), 0, 0});
    if (!messages.empty())
        m_bus.publish(messages);
}

} // namespace tickstock
