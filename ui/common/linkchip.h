// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/linkgroup.h"

#include <QToolButton>

#include <functional>

class QMenu;

namespace tickstock {

/// Shows which link group something belongs to, and lets it be chosen. GUI thread.
class LinkChip final : public QToolButton
{
    Q_OBJECT

public:
    explicit LinkChip(QWidget *parent = nullptr);

    LinkGroup group() const { return m_group; }
    void setGroup(LinkGroup group);

Q_SIGNALS:
    /// By the user.
    void groupChosen(tickstock::LinkGroup group);

private:
    LinkGroup m_group = LinkGroup::A;
};

/// Adds one entry for each group; @p choose is called with the group that the user takes, while @p context lives.
void fillLinkMenu(QMenu &menu, LinkGroup current, QObject *context, const std::function<void(LinkGroup)> &choose);

} // namespace tickstock
