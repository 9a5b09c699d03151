// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/lookmenu.h"

namespace tickstock {

LookMenu::LookMenu(QWidget *parent)
    : QMenu(tr("&Colours"), parent)
    , m_brightness(new QActionGroup(this))
    , m_directions(new QActionGroup(this))
{
    using Directions = Look::Directions;
    addBrightness(tr("&Dark"), true);
    addBrightness(tr("&Light"), false);
    addSeparator();
    addDirections(tr("&Green up, red down"), Directions::Classic);
    addDirections(tr("&Blue up, orange down (colour-blind)"), Directions::ColourBlind);
    addDirections(tr("&Red up, green down (East Asia)"), Directions::Reversed);
    setLook(m_look);
}

QAction *LookMenu::addChoice(QActionGroup *group, const QString &name)
{
    QAction *action = addAction(name);
    action->setCheckable(true);
    action->setActionGroup(group);
    return action;
}

void LookMenu::addBrightness(const QString &name, bool isDark)
{
    QAction *action = addChoice(m_brightness, name);
    action->setData(isDark);
    connect(action, &QAction::triggered, this, [this, isDark] {
        Look look = m_look;
        look.isDark = isDark;
        Q_EMIT lookChosen(look);
    });
}

void LookMenu::addDirections(const QString &name, Look::Directions directions)
{
    QAction *action = addChoice(m_directions, name);
    action->setData(static_cast<int>(directions));
    connect(action, &QAction::triggered, this, [this, directions] {
        Look look = m_look;
        look.directions = directions;
        Q_EMIT lookChosen(look);
    });
}

void LookMenu::setLook(const Look &look)
{
    m_look = look;
    for (QAction *action : m_brightness->actions())
        action->setChecked(action->data().toBool() == look.isDark);
    for (QAction *action : m_directions->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(look.directions));
}

} // namespace tickstock
