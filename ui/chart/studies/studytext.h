// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/studies/study.h"

#include <QString>

namespace tickstock {

/// The names of studies in the user's language; those in study.h are for settings.
QString studyName(const StudyType &type);
/// "EMA 20", "MACD 12 26 9".
QString studyTitle(const Study &study);
/// Empty where the title says enough.
QString lineName(const StudyLineStyle &line);
QString parameterName(const Parameter &parameter);
QString parameterUnit(const Parameter &parameter);

} // namespace tickstock
