// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"

#include <mutex>

namespace tickstock {

/// The bus when there is no Redis: messages stay in this program. Thread-safe.
class InProcessBus final : public MessageBus
{
public:
    InProcessBus();
    ~InProcessBus() override;

    void publish(const std::vector<BusMessage> &messages) override;
    bool hasListener(const QByteArray &channel) const override;
    std::unique_ptr<Subscription> subscribe(const QByteArray &pattern, QObject *context, Handler handler) override;

private:
    struct Listener;
    struct Listeners;
    class Handle;

    const std::shared_ptr<Listeners> m_listeners; // outlives the bus while a handle exists
};

} // namespace tickstock
