// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"

#include <algorithm>
#include <atomic>

namespace tickstock {

struct InProcessBus::Listener
{
    QByteArray pattern;
    QObject *context = nullptr; // exists for as long as this is among the listeners
    Handler handler;
    std::atomic<bool> active{true};
};

struct InProcessBus::Listeners
{
    void remove(const std::shared_ptr<Listener> &listener)
    {
        listener->active = false;
        const std::lock_guard lock(mutex);
        std::erase(all, listener);
    }

    mutable std::mutex mutex; // protects all
    std::vector<std::shared_ptr<Listener>> all;
};

class InProcessBus::Handle final : public Subscription
{
public:
    Handle(std::shared_ptr<Listeners> listeners, std::shared_ptr<Listener> listener,
           QMetaObject::Connection endOfContext)
        : m_listeners(std::move(listeners))
        , m_listener(std::move(listener))
        , m_endOfContext(std::move(endOfContext))
    {
    }
    ~Handle() override
    {
        QObject::disconnect(m_endOfContext); // else a context that subscribes often would gather them
        m_listeners->remove(m_listener);
    }
    Q_DISABLE_COPY_MOVE(Handle)

private:
    std::shared_ptr<Listeners> m_listeners;
    std::shared_ptr<Listener> m_listener;
    QMetaObject::Connection m_endOfContext;
};

bool channelMatches(const QByteArray &pattern, const QByteArray &channel)
{
    const qsizetype star = pattern.indexOf('*');
    if (star < 0)
        return pattern == channel;
    if (!channel.startsWith(pattern.left(star)))
        return false;
    const QByteArray rest = pattern.mid(star + 1);
    for (qsizetype from = star; from <= channel.size(); ++from) {
        if (channelMatches(rest, channel.mid(from)))
            return true;
    }
    return false;
}

InProcessBus::InProcessBus()
    : m_listeners(std::make_shared<Listeners>())
{
}

InProcessBus::~InProcessBus() = default;

void InProcessBus::publish(const std::vector<BusMessage> &messages)
{
    const std::lock_guard lock(m_listeners->mutex);
    for (const auto &listener : m_listeners->all) {
        std::vector<BusMessage> wanted;
        std::copy_if(messages.begin(), messages.end(), std::back_inserter(wanted),
                     [&](const BusMessage &message) { return channelMatches(listener->pattern, message.channel); });
        if (wanted.empty())
            continue;
        QMetaObject::invokeMethod(
            listener->context,
            [listener, wanted = std::move(wanted)] {
                for (const BusMessage &message : wanted) {
                    if (listener->active)
                        listener->handler(message);
                }
            },
            Qt::QueuedConnection);
    }
}

bool InProcessBus::hasListener(const QByteArray &channel) const
{
    const std::lock_guard lock(m_listeners->mutex);
    return std::any_of(m_listeners->all.begin(), m_listeners->all.end(),
                       [&](const auto &listener) { return channelMatches(listener->pattern, channel); });
}

std::unique_ptr<MessageBus::Subscription> InProcessBus::subscribe(const QByteArray &pattern, QObject *context,
                                                                  Handler handler)
{
    auto listener = std::make_shared<Listener>();
    listener->pattern = pattern;
    listener->context = context;
    listener->handler = std::move(handler);
    {
        const std::lock_guard lock(m_listeners->mutex);
        m_listeners->all.push_back(listener);
    }
    auto endOfContext = QObject::connect(
        context, &QObject::destroyed, context,
        [listeners = m_listeners, gone = std::weak_ptr(listener)] {
            if (const auto found = gone.lock())
                listeners->remove(found);
        },
        Qt::DirectConnection);
    return std::make_unique<Handle>(m_listeners, listener, std::move(endOfContext));
}

} // namespace tickstock
