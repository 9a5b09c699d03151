// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/studies/study.h"

/// The kinds of studies, overlays in overlaystudies.cpp, those with a pane of their own in panestudies.cpp.
namespace tickstock {

StudyType simpleAverageStudy();
StudyType exponentialAverageStudy();
StudyType bollingerStudy();
StudyType vwapStudy();
StudyType openingRangeStudy();
StudyType dayBeforeStudy();

StudyType volumeStudy();
StudyType relativeStrengthStudy();
StudyType macdStudy();
StudyType trueRangeStudy();
StudyType stochasticStudy();
StudyType balanceVolumeStudy();

} // namespace tickstock
