// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/plausible.h"

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
    std::vector<TopOfBook> quotes;
    std::vector<PriceBand> bands;
    std::vector<StatusMessage> statuses;
    std::vector<ThrownAway> thrownAway; ///< those whose symbol can be read
    bool isTorn = false;                ///< it begins like events and breaks off: what the rest said nobody knows
    int malformed = 0;                  ///< events thrown away because they cannot be true; a broken frame counts once
    FlawCounts flaws{};                 ///< the same by what was wrong
    int ignored = 0;                    ///< well-formed events of kinds that we do not use
    QByteArray sample;                  ///< beginning of the first malformed text, for the log
    std::string problem;                ///< what was wrong with it

    void clear();
    /// Whether any of its events can be used.
    bool hasData() const { return !ticks.empty() || !quotes.empty() || !bands.empty(); }
};

/// Bytes to events, and nothing else: no socket, no clock. Field rules are those of the vendor's message schema: only
/// ev, sym, o, h, l, c, v (or dv) and the start are required; null is absent, and so is what cannot be read of the
/// others; unknown keys and kinds are skipped. What cannot be true (plausible.h), or is of a symbol that is not in the
/// table, drops that event alone. A frame whose JSON breaks off is dropped whole, since nothing in it can be trusted.
/// Used in one thread, that of its owner.
class FrameParser
{
public:
    /// @param symbols those that have been asked for; must outlive the parser
    explicit FrameParser(const SymbolTable &symbols);
    ~FrameParser();
    Q_DISABLE_COPY_MOVE(FrameParser)

    void parse(QStringView frame, ParsedFrame &into);
    /// @param utf8 as above, from bytes
    void parse(std::string_view utf8, ParsedFrame &into);
    /// The same, without a copy. @param utf8 has a NUL behind it, and Padding bytes that can be read
    void parsePadded(std::string_view utf8, ParsedFrame &into);
    static constexpr std::size_t Padding = 64;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tickstock::massive
