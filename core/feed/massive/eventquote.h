// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/rawevent.h"

namespace tickstock::massive {

/// Make a quote and a band of their events, without the symbol. They return what is wrong with the event, if anything.
/// Pure.
std::optional<Flaw> makeQuote(const RawEvent &event, TopOfBook &quote);
std::optional<Flaw> makeBand(const RawEvent &event, PriceBand &band);
/// The name of the event's symbol, under whichever key it stands.
std::string_view symbolOf(const RawEvent &event);
/// A time whose unit the vendor changes from event to event: nanoseconds, microseconds or milliseconds by its size.
Timestamp timeBySize(std::int64_t number);

} // namespace tickstock::massive
