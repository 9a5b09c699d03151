// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/market/exchangecalendar.h"
#include "ui/common/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace tickstock {

/// The status bar: one line that says whether the data can be trusted. GUI thread.
class StatusChips final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusChips(const Theme &theme, QWidget *parent = nullptr);

    /// Takes effect with the next show().
    void setTheme(const Theme &theme) { m_theme = theme; }

    /// @param framesPerSecond how often the window was brought up to date over the last second
    void show(const HealthBoard::Snapshot &health, Session session, int framesPerSecond);
    /// The same, as plain text, for a terminal.
    static QString healthLine(const HealthBoard::Snapshot &health, Session session, int framesPerSecond);

private:
    QLabel *chip(const char *name);

    Theme m_theme;
    QHBoxLayout *m_layout;
    QLabel *m_feed;
    QLabel *m_slots;
    QLabel *m_gaps;
    QLabel *m_storage;
    QLabel *m_redis;
    QLabel *m_patterns;
    QLabel *m_loss;
    QLabel *m_frames;
    QLabel *m_market;
};

} // namespace tickstock
