// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/eventinbox.h"
#include "core/service/marketdataservice.h"
#include "core/service/pipeline.h"

namespace tickstock {

/// The pipeline thread's objects.
struct MarketDataService::PipelineHost
{
    PipelineHost(Pipeline::Parts parts, const Settings &settings, const QString &sourceWord)
        : pipeline(parts, settings, sourceWord)
        , inbox(parts.bus, settings.patternChannels, parts.mailbox, parts.store)
    {
    }
    Pipeline pipeline;
    EventInbox inbox;
};

} // namespace tickstock
