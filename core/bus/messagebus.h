// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace tickstock {

/// What travels on the bus. A value.
struct BusMessage
{
    QByteArray channel;
    QByteArray payload; ///< JSON
    /// Ticks only: rises by one with each of them, so that a reader notices what is missing; 0 for everything else.
    std::int64_t sequence = 0;
    std::uint64_t symbolHash = 0; ///< ticks only: fnv1a of the symbol, which decides its stream
};

/// Carries messages to other programs, or to other parts of this one. Thread-safe.
class MessageBus
{
public:
    using Handler = std::function<void(const BusMessage &)>;
    /// Destroying it ends the subscription, and so does the end of the context; where the context's thread does it, the
    /// handler is not called afterwards.
    class Subscription
    {
    public:
        virtual ~Subscription() = default;
    };

    virtual ~MessageBus() = default;

    virtual void publish(const std::vector<BusMessage> &messages) = 0;
    /// Whether anybody would get a message on this channel; lets the producer skip making it.
    virtual bool hasListener(const QByteArray &channel) const = 0;
    /// @param pattern a channel, or a pattern in which * stands for any text, as in Redis
    /// @param context the handler runs in its thread, later
    virtual std::unique_ptr<Subscription> subscribe(const QByteArray &pattern, QObject *context, Handler handler) = 0;
};

/// Whether a channel fits a pattern in which * stands for any text.
bool channelMatches(const QByteArray &pattern, const QByteArray &channel);

} // namespace tickstock
