// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/service/healthboard.h"
#include "ui/common/theme.h"

#include <QWidget>

#include <map>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace tickstock {

class RatePlot;

/// What one connection is doing: state, figures, rate over the last minute, and why it is in trouble.
class ConnectionCard final : public QWidget
{
    Q_OBJECT

public:
    ConnectionCard(const Theme &theme, QWidget *parent = nullptr);
    void show(const ConnectionHealth &health, bool followsFeed);

Q_SIGNALS:
    void reconnectRequested();

private:
    const Theme m_theme;
    QLabel *m_title;
    QLabel *m_figures;
    QLabel *m_reason;
    RatePlot *m_plot;
    QPushButton *m_reconnect;
};

/// The connections, and below them the sinks.
class ConnectionPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionPanel(const Theme &theme, QWidget *parent = nullptr);

    /// Called once a second.
    void show(const HealthBoard::Snapshot &health);

Q_SIGNALS:
    void reconnectRequested();

private:
    const Theme m_theme;
    QVBoxLayout *m_cardLayout;
    QLabel *m_none;
    QLabel *m_sinks;
    std::map<ConnectionId, ConnectionCard *> m_cards;
};

} // namespace tickstock
