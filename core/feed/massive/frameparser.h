// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QByteArray>
#include <QStringView>

#include <memory>
#include <string>
#include <vector>

namespace tickstock::massive {

/// {"ev":"status","status":...,"message":...}
struct StatusMessage
{
    std::string status;
    std::string message;
};

/// What one frame held. Reused from frame to frame to spare allocations.
struct ParsedFrame
{
    std::vector<Tick> ticks;
    std::vector<StatusMessage> statuses;
    int malformed = 0;   ///< events dropped because they cannot be right; a broken frame counts once
    int ignored = 0;     ///< well-formed events of kinds that we do not use
    QByteArray sample;   ///< beginning of the first malformed text, for the log
    std::string problem; ///< what was wrong with it

    void clear();
};

/// Bytes to events, and nothing else: no socket, no clock. Field rules are those of the vendor's message schema: only
/// ev, sym, o, h, l, c, v (or dv) and the start are required; unknown keys and kinds are skipped; a number that is not
/// one, a price that is not positive or bounds that contradict each other drop that event alone. A frame whose JSON
/// breaks off is dropped whole, since nothing in it can be trusted. Used in one thread, that of its owner.
class FrameParser
{
public:
    /// @param symbols must outlive the parser
    explicit FrameParser(SymbolTable &symbols);
    ~FrameParser();
    Q_DISABLE_COPY_MOVE(FrameParser)

    void parse(QStringView frame, ParsedFrame &into);
    /// @param utf8 as above, from bytes
    void parse(std::string_view utf8, ParsedFrame &into);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tickstock::massive
