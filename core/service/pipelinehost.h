// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/eventinbox.h"
#include "core/service/marketdataservice.h"
#include "core/service/pipeline.h"
#include "core/service/scandecision.h"

namespace tickstock {

/// The pipeline thread's objects.
struct MarketDataService::PipelineHost
{
    PipelineHost(Pipeline::Parts parts, const Settings &settings, const QString &sourceWord,
                 const PatternSettings &patterns)
        : pipeline(parts, settings, sourceWord, patterns)
        , inbox(parts.bus, settings.patternChannels, pipeline.origin(), parts.mailbox, parts.store)
        , decision(settings.patternSource, pipeline.origin())
    {
        pipeline.setKnown([this](const PatternEvent &event) { return inbox.knows(event.id, event.state); });
    }
    /// @param scannerAlive what the scanners' key holds
    void decideWhoScans(const QByteArray &scannerAlive)
    {
        decision.noteAlive(scannerAlive);
        pipeline.setScanning(decision.scans(inbox.sinceForeignEvent()));
    }
    Pipeline pipeline;
    EventInbox inbox;
    ScanDecision decision;
};

} // namespace tickstock
