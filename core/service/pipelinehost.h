// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/eventinbox.h"
#include "core/scan/scandecision.h"
#include "core/service/pipeline.h"
#include "core/service/serviceoptions.h"

#include <optional>

namespace tickstock {

/// The pipeline thread's objects: the pipeline, what comes in by the bus, and who looks for patterns. Lives in that
/// thread.
class PipelineHost final
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
        if (role == ServiceRole::Scan)
            return; // its events come back when the server has published them, which it does once
        QObject::connect(&pipeline, &Pipeline::found, &inbox, &EventInbox::receive);
        pipeline.setKnown([this](const PatternEvent &event) {
            const bool isOurGuess = event.details[u"was"] == toText(EventState::Forming);
            // Another scanner may have confirmed by now what we only took back as a guess.
            return inbox.knows(event.id, event.state) || (isOurGuess && inbox.knows(event.id, EventState::Confirmed));
        });
    }
    /// @param scannerAlive what the scanners' key holds; nothing: not known yet
    void decideWhoScans(const std::optional<QByteArray> &scannerAlive);

    Pipeline pipeline;
    EventInbox inbox;
    ScanDecision decision;
};

} // namespace tickstock
