// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

namespace tickstock {

class ChartPanel;
class ChartWorkspace;

/// What a user has set up of a chart, as it is kept over a restart: symbol, time frame, hours, link group, style,
/// scale, studies.
QJsonObject setupOf(const ChartPanel &panel);
/// What is missing or cannot be used leaves the chart as it is.
void applySetup(const QJsonObject &setup, ChartPanel &panel);
/// The place of a chart's own window on the screen.
void applyGeometry(const QJsonObject &setup, ChartPanel &panel);

/// The same of all charts, and what the wheel does over them.
QJsonObject setupOf(const ChartWorkspace &workspace);
void applySetup(const QJsonObject &setup, ChartWorkspace &workspace);

} // namespace tickstock
