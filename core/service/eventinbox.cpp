// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/eventinbox.h"

namespace tickstock {

EventInbox::EventInbox(MessageBus &bus, const QStringList &channels, MarketMailbox &mailbox, WriteQueue &store)
    : m_mailbox(mailbox)
    , m_store(store)
{
    for (const QString &channel : channels) {
        if (!channel.contains(u"indicators"))
            m_subscriptions.push_back(
                bus.subscribe(channel.toUtf8(), this, [this](const BusMessage &message) { take(message); }));
    }
}

EventInbox::~EventInbox() = default;

void EventInbox::take(const BusMessage &message)
{
    const auto event = patternEventFromJson(message.payload);
    if (!event) {
        ++m_malformed;
        return;
    }
    const auto known = m_seen.constFind(event->id);
    if (known != m_seen.cend() && *known == event->state)
        return;
    if (known == m_seen.cend()) {
        m_order.push_back(event->id);
        if (m_order.size() > RememberedEvents) {
            m_seen.remove(m_order.front());
            m_order.pop_front();
        }
    }
    m_seen.insert(event->id, event->state);
    ++m_accepted;
    WriteBatch batch;
    batch.events.push_back(*event);
    m_store.add(std::move(batch));
    MarketUpdate update;
    update.events.push_back(*event);
    m_mailbox.post(std::move(update));
}

} // namespace tickstock
