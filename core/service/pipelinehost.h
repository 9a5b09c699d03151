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
                 const PatternSettings &patterns, ServiceRole role, bool isUnattended)
        : pipeline(parts, settings, sourceWord, patterns)
        , inbox(parts.bus, settings.patternChannels, pipeline.origin(), parts.mailbox, parts.store)
        , decision(sourceFor(role, settings.patternSource), pipeline.origin(), isUnattended)
    {
        inbox.setHeedsOwnKind(!isUnattended);
        pipeline.setTellsAgain(role == ServiceRole::Scan);
        if (role != ServiceRole::Scan) // its events are said once by the server
            pipeline.setKnown([this](const PatternEvent &event) {
                const bool isOurGuess = event.details[u"was"] == toText(EventState::Forming);
                // Another scanner may have confirmed by now what we only took back as a guess.
                return inbox.knows(event.id, event.state) ||
                       (isOurGuess && inbox.knows(event.id, EventState::Confirmed));
            });
    }
    /// @param scannerAlive what the scanners' key holds
    void decideWhoScans(const QByteArray &scannerAlive)
    {
        inbox.expire(pipeline.marketNow());
        decision.noteAlive(scannerAlive);
        pipeline.setScanning(decision.scans(inbox.sinceForeignEvent()));
    }
    static PatternSource sourceFor(ServiceRole role, PatternSource set)
    {
        if (role == ServiceRole::All)
            return set;
        return role == ServiceRole::Scan ? PatternSource::Local : PatternSource::Remote;
    }
    Pipeline pipeline;
    EventInbox inbox;
    ScanDecision decision;
};

} // namespace tickstock
