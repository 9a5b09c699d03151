// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/relay/eventinbox.h"
#include "core/scan/scandecision.h"
#include "core/service/pipeline.h"
#include "core/service/quotedesk.h"
#include "core/service/serviceoptions.h"

#include <optional>

namespace tickstock {

/// The pipeline thread's objects: the pipeline, what comes in by the bus, and who looks for patterns. Lives in that
/// thread.
class PipelineHost final
{
public:
    PipelineHost(const Pipeline::Parts &parts, const ServiceOptions &options);

    /// @param scannerAlive what the scanners' key holds; nothing: not known yet
    void decideWhoScans(const std::optional<QByteArray> &scannerAlive);

    Pipeline pipeline;
    EventInbox inbox;
    ScanDecision decision;
    std::unique_ptr<QuoteDesk> desk; ///< null where nobody reads quotes
};

} // namespace tickstock
