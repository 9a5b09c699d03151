// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tickstock {

/// A new name by which a run of this program marks its ticks and events as its own.
QString newOrigin();
/// Whether the origin is that of a run of this program, on this machine or another one.
bool isOwnKind(const QString &origin);

} // namespace tickstock
