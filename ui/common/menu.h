// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QActionGroup>
#include <QMenu>

namespace tickstock {

/// Removes all entries of a menu that is filled anew each time it opens. GUI thread.
inline void empty(QMenu &menu)
{
    menu.clear();
    qDeleteAll(menu.findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
    qDeleteAll(menu.findChildren<QActionGroup *>(Qt::FindDirectChildrenOnly));
}

} // namespace tickstock
