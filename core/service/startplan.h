// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/servicenotice.h"
#include "core/service/serviceoptions.h"
#include "core/service/storecontroller.h"

#include <optional>
#include <vector>

namespace tickstock {

/// How a service begins, once the store has answered or has been found away. A value.
struct StartPlan
{
    std::vector<ServiceNotice> notices; ///< for the user, in order
    ConnectionSet connections;          ///< at least one
    QStringList symbols;                ///< to begin with
    std::optional<Error> failure;       ///< it cannot begin, and nobody is there to change that
    bool awaitsStore = false;           ///< it begins when the store is there, which alone knows the symbols
};

/// What follows from the answer. Pure, but for the log.
StartPlan planStart(const ServiceOptions &options, const StoreAnswer &answer);

} // namespace tickstock
