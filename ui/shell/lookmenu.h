// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/theme.h"

#include <QActionGroup>
#include <QMenu>

namespace tickstock {

/// Chooses the colours of the whole program. A standing menu, checked as the look is. GUI thread.
class LookMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit LookMenu(QWidget *parent = nullptr);

    void setLook(const Look &look);

Q_SIGNALS:
    /// By the user.
    void lookChosen(const tickstock::Look &look);

private:
    void addBrightness(const QString &name, bool isDark);
    void addDirections(const QString &name, Look::Directions directions);
    QAction *addChoice(QActionGroup *group, const QString &name);

    Look m_look;
    QActionGroup *m_brightness, *m_directions;
};

} // namespace tickstock
