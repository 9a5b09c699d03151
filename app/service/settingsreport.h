// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settings.h"

namespace tickstock {

/// Prints what --check-config shows: what was given and where, and what it amounts to; no secrets.
void printSettings(const Settings &settings, const SettingTexts &texts);

} // namespace tickstock
