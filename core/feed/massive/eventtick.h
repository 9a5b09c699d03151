// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/rawevent.h"

namespace tickstock::massive {

/// Makes a tick of a bar or trade, without its symbol. Returns what is wrong with the event, if anything. Pure.
std::optional<Flaw> makeTick(const RawEvent &event, Tick &tick);
/// The minute that an event is about, also of one that cannot be used; nothing if its time is impossible. Pure.
std::optional<Timestamp> minuteOf(const RawEvent &event);

} // namespace tickstock::massive
