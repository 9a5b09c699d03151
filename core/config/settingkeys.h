// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace tickstock {

/// Every key the product reads.
const QStringList &settingKeys();
bool isSettingKey(const QString &key);
/// The key that was probably meant, when @p key is one or two slips away from one of ours; empty for other programs'
/// keys.
QString nearestSettingKey(const QString &key);

} // namespace tickstock
