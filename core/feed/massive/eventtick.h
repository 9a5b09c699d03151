// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/rawevent.h"

namespace tickstock::massive {

/// Makes a tick of a bar or trade, without its symbol. Returns null, or what is wrong with the event. Pure.
const char *makeTick(const RawEvent &event, Tick &tick);

} // namespace tickstock::massive
