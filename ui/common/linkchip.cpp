// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/linkchip.h"

#include "core/types/threadcheck.h"
#include "ui/common/menu.h"

#include <utility>

namespace tickstock {

void fillLinkMenu(QMenu &menu, LinkGroup current, QObject *context, const std::function<void(LinkGroup)> &choose)
{
    auto *group = new QActionGroup(&menu);
    for (const LinkGroup link : LinkGroups) {
        QAction *action = menu.addAction(link == LinkGroup::None ? LinkChip::tr("Not linked")
                                                                 : LinkChip::tr("Group %1").arg(letter(link)));
        QPixmap sample(12, 12);
        sample.fill(colour(link));
        action->setIcon(sample);
        action->setCheckable(true);
        action->setChecked(link == current);
        action->setActionGroup(group);
        QObject::connect(action, &QAction::triggered, context, [choose, link] { choose(link); });
    }
}

LinkChip::LinkChip(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(QStringLiteral("linkChip"));
    setPopupMode(InstantPopup);
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        empty(*menu);
        fillLinkMenu(*menu, m_group, this, [this](LinkGroup group) {
            setGroup(group);
            Q_EMIT groupChosen(group);
        });
    });
    setGroup(LinkGroup::A);
}

void LinkChip::setGroup(LinkGroup group)
{
    assertThreadOf(this);
    if (std::exchange(m_group, group) == group && !text().isEmpty())
        return;
    setText(letter(group));
    const QString meaning = group == LinkGroup::None ? tr("Not linked: keeps its own symbol")
                                                     : tr("Link group %1: same symbol, time and crosshair").arg(text());
    setToolTip(meaning);
    setAccessibleName(meaning);
    setStyleSheet(QStringLiteral("QToolButton { background: %1; color: white; font-weight: bold; border-radius: 3px;"
                                 " padding: 1px 6px; } QToolButton::menu-indicator { image: none; }"
                                 " QToolButton:focus { border: 1px solid white; }")
                      .arg(colour(group).name()));
}

} // namespace tickstock
