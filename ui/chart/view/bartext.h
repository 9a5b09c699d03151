// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tickstock {

class ChartModel;

/// A bar in words, with the patterns on it: for those who hear the chart.
QString describeBar(const ChartModel &model, int index);

} // namespace tickstock
