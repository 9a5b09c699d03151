// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/interfaces/connectioncontrol.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <map>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace tickstock {

class ConnectionCard;

/// The connections, a card each, and below them the sinks. GUI thread.
class ConnectionPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionPanel(const Theme &theme, QWidget *parent = nullptr);

    /// Takes effect with the next show().
    void setTheme(const Theme &theme);

    /// Called once a second.
    void show(const HealthBoard::Snapshot &health);

Q_SIGNALS:
    void actionRequested(tickstock::ConnectionId connection, tickstock::ConnectionAction action);
    void editRequested(tickstock::ConnectionId connection, bool test);
    void planRequested();

private:
    Theme m_theme;
    QVBoxLayout *m_cardLayout;
    QLabel *m_none;
    QLabel *m_routing;
    QPushButton *m_plan;
    QLabel *m_sinks;
    std::map<ConnectionId, ConnectionCard *> m_cards;
};

} // namespace tickstock
