// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/linkchip.h"

#include <QWidget>

class QDockWidget;

namespace tickstock {

/// The title of a dock that belongs to a link group. GUI thread.
class DockTitle final : public QWidget
{
    Q_OBJECT

public:
    /// @param dock owns it, and gets it as its title
    explicit DockTitle(QDockWidget *dock);

    LinkChip &chip() const { return *m_chip; }

private:
    LinkChip *m_chip;
};

} // namespace tickstock
