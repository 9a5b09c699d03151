// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace tickstock {

/// UTC for a QDateTime: Qt 6.5 has given it another type, and warns of the old one later.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr auto Utc = QTimeZone::UTC;
#else
inline constexpr auto Utc = Qt::UTC;
#endif

} // namespace tickstock
