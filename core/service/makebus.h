// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/service/serviceoptions.h"

#include <memory>

namespace tickstock {

class RedisBus;

/// The bus that the settings name.
struct ServiceBus
{
    std::unique_ptr<MessageBus> bus;
    RedisBus *redis = nullptr; ///< the same, where it is one between programs
};

ServiceBus makeBus(const ServiceOptions &options);

} // namespace tickstock
