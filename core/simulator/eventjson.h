// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tapeevent.h"

#include <string>
#include <string_view>

namespace tickstock::simulator {

/// Appends the event to @p out as the vendor writes it. Fields and spelling follow the vendor's published message
/// schema. Sometimes a whole number is written as "12.0" and `otc` as null, as the live feed does. All functions here
/// are pure.
void appendEvent(std::string &out, const TapeEvent &event, std::string_view symbol);

/// Appends {"ev":"status",...}.
void appendStatus(std::string &out, std::string_view status, std::string_view message);

/// Appends the shortest decimal text that reads back as the same double.
void appendNumber(std::string &out, double value);

/// An average price the way the vendor rounds it.
double roundedAverage(double value);

} // namespace tickstock::simulator
