// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tickstock {

/// What a run of this program calls itself in its ticks and events.
QString newOrigin();
/// Whether that is the origin of some run of this program, here or elsewhere.
bool isOwnKind(const QString &origin);

} // namespace tickstock
