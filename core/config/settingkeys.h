// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace tickstock {

/// The key that was probably meant, when @p key is one or two slips away from one of ours; empty for the keys of other
/// programs. Pure.
QString nearestSettingKey(const QString &key);

} // namespace tickstock
