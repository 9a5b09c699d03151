// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/eventinbox.h"
#include "core/scan/scandecision.h"
#include "core/service/marketdataservice.h"
#include "core/service/pipeline.h"

namespace tickstock {

/// The pipeline thread's objects.
struct MarketDataService::PipelineHost
{
    PipelineHost(Pipeline::Parts parts, const Settings &settings, const QString &sourceWord,
                 const PatternSettings &patterns, ServiceRole role, ScannerRank rank)
        : pipeline(parts, settings, sourceWord, patterns)
        , inbox(parts.bus, settings.patternChannels, pipeline.origin(), parts.mailbox, parts.store)
        , decision(sourceFor(role, settings.patternSource), rank, pipeline.origin())
    {
        if (!settings.redisUrl.isEmpty()) {
            inbox.setHeedsOwnKind(false); // they announce themselves
            decision.askOthers();
        }
        pipeline.setScanning(decision.scans(inbox.sinceForeignEvent()));
        pipeline.setFenced(role == ServiceRole::Scan);
        if (role != ServiceRole::Scan) // its events are said once by the server
            pipeline.setKnown([this](const PatternEvent &event) {
                const bool isOurGuess = event.details[u"was"] == toText(EventState::Forming);
                // Another scanner may have confirmed by now what we only took back as a guess.
                return inbox.knows(event.id, event.state) ||
                       (isOurGuess && inbox.knows(event.id, EventState::Confirmed));
            });
    }
    /// @param scannerAlive what the scanners' key holds; nothing: not known yet
    void decideWhoScans(const std::optional<QByteArray> &scannerAlive)
    {
        inbox.expire(pipeline.marketNow());
        if (scannerAlive)
            decision.noteAlive(*scannerAlive);
        const bool scans = decision.scans(inbox.sinceForeignEvent());
        const bool hasHeardStranger = !scans && decision.hasHeard(inbox.sinceForeignEvent());
        const QString other = QString::fromUtf8(decision.other());
        pipeline.setScanning(scans, other.isEmpty() && hasHeardStranger ? QStringLiteral("another program") : other);
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
