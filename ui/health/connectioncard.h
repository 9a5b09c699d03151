// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/interfaces/connectioncontrol.h"
#include "ui/common/theme.h"

#include <QWidget>

class QAction;
class QLabel;
class QMenu;
class QToolButton;

namespace tickstock {

class RatePlot;

/// What one connection is doing: state, figures, rate over the last minute, why it is in trouble, and what can be done.
/// GUI thread.
class ConnectionCard final : public QWidget
{
    Q_OBJECT

public:
    ConnectionCard(const Theme &theme, QWidget *parent = nullptr);
    void show(const ConnectionHealth &health, bool followsFeed);

Q_SIGNALS:
    void actionRequested(tickstock::ConnectionId connection, tickstock::ConnectionAction action);
    /// The user wants the connection's page of the dialog, with the test started if @p test.
    void editRequested(tickstock::ConnectionId connection, bool test);

private:
    void buildMenu();
    void showFigures(const ConnectionHealth &health, bool followsFeed);
    void showHistory(const ConnectionHealth &health);

    const Theme m_theme;
    ConnectionId m_id;
    QLabel *m_title;
    QToolButton *m_menuButton;
    QLabel *m_figures;
    QLabel *m_reason;
    QLabel *m_history;
    RatePlot *m_plot;
    QAction *m_pause = nullptr;
    QAction *m_resume = nullptr;
    QAction *m_drain = nullptr;
    QAction *m_showHistory = nullptr;
};

} // namespace tickstock
