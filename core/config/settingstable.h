// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingtype.h"

namespace tickstock {

/// All that is known of a setting; nothing of it stands anywhere else. A value.
struct SettingRow
{
    QString key;         ///< an `n` in `_n_` stands for 1, 2 and 3: there is one such setting for each connection
    QString defaultText; ///< for each connection one, separated by ", ", if there is one for each connection
    SettingType type;
    QString meaning; ///< README's words
};

/// In README's order.
const std::vector<SettingRow> &settingRows();

/// A setting under the key that users write. A value.
struct Setting
{
    QString key;
    QString defaultText;
    const SettingType *type;    ///< never null
    std::size_t connection = 0; ///< the place of the connection that the key names, if it names one
};

/// Every setting that the product reads.
const std::vector<Setting> &allSettings();
/// Null for the keys of other programs.
const Setting *findSetting(const QString &key);
/// @param key must be one of ours
const Setting &settingOf(const QString &key);

} // namespace tickstock
