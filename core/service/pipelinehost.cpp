// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/pipelinehost.h"

namespace tickstock {

namespace {

PatternSource sourceFor(const ServiceOptions &options)
{
    switch (options.role) {
    case ServiceRole::All: return options.settings.patternSource;
    case ServiceRole::Ingest: return PatternSource::Remote;
    case ServiceRole::Scan: return PatternSource::Local;
    }
    return options.settings.patternSource;
}

ScannerRank rankOf(const ServiceOptions &options)
{
    if (options.isScanWorker())
        return ScannerRank::Worker;
    return options.isUnattended ? ScannerRank::Service : ScannerRank::Desktop;
}

} // namespace

PipelineHost::PipelineHost(const Pipeline::Parts &parts, const ServiceOptions &options)
    : pipeline(parts, options.settings, options.sourceWord, PatternSettings())
    , inbox(parts.bus, options.settings.patternChannels, pipeline.origin(), parts.mailbox, parts.store)
    , decision(sourceFor(options), rankOf(options), pipeline.origin())
{
    if (!options.settings.redisUrl.isEmpty()) {
        inbox.setHeedsOwnKind(false); // they announce themselves
        decision.askOthers();
    }
    pipeline.setScanning(decision.scans(inbox.sinceForeignEvent()));
    pipeline.setFenced(options.isScanWorker());
    if (options.isScanWorker()) // its events come back when the server has published them, which it does once
        return;
    QObject::connect(&pipeline, &Pipeline::found, &inbox, &EventInbox::receive);
    pipeline.setKnown([this](const PatternEvent &event) {
        const bool isOurGuess = event.details[u"was"] == toText(EventState::Forming);
        // Another scanner may have confirmed by now what we only took back as a guess.
        return inbox.knows(event.id, event.state) || (isOurGuess && inbox.knows(event.id, EventState::Confirmed));
    });
}

void PipelineHost::decideWhoScans(const std::optional<QByteArray> &scannerAlive)
{
    inbox.expire(pipeline.marketNow());
    if (scannerAlive)
        decision.noteAlive(*scannerAlive);
    const bool scans = decision.scans(inbox.sinceForeignEvent());
    const bool hasReceivedForeign = !scans && decision.isForeignRecent(inbox.sinceForeignEvent());
    const QString other = QString::fromUtf8(decision.other());
    pipeline.setScanning(scans, other.isEmpty() && hasReceivedForeign ? QStringLiteral("another program") : other);
}

} // namespace tickstock
