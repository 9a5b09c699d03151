// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsdraft.h"

#include <QCoreApplication>
#include <QWidget>

namespace tickstock {

/// Disables the field of a setting that the environment or a file has set; the tool tip says why. GUI thread.
inline void lockIfSetElsewhere(QWidget *field, const SettingsDraft &draft, const QString &key)
{
    const QString origin = draft.lockedBy(key);
    field->setEnabled(origin.isEmpty());
    field->setToolTip(origin.isEmpty()
                          ? QString()
                          : QCoreApplication::translate("SettingsDraft", "%1 is set in %2 and cannot be changed here.")
                                .arg(key, origin));
}

} // namespace tickstock
