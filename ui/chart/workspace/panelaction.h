// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAction>
#include <QWidget>

namespace tickstock {

/// An action with a key that works while @p panel or something in it has the keyboard. The panel owns it.
inline QAction *addPanelAction(QWidget &panel, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, &panel);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    panel.addAction(action);
    return action;
}

} // namespace tickstock
