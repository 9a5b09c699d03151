// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tickstock {

struct ServiceNotice;

/// What a notice says to the user; empty where something else is shown instead.
QString textOf(const ServiceNotice &notice);
/// Something is lost or does not work at all.
bool isFailure(const ServiceNotice &notice);

} // namespace tickstock
