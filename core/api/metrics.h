// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"

#include <QByteArray>

namespace tickstock::api {

/// The health of everything in Prometheus' text format (version 0.0.4): names end in their unit, counters in _total.
/// Pure.
QByteArray metricsText(const HealthBoard::Snapshot &health);

} // namespace tickstock::api
