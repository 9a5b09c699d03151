// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

#include <QToolBar>

class QActionGroup;
class QLineEdit;
class QMenu;

namespace tickstock {

class ChartActions;
class ChartWorkspace;
class ChartsMenu;
class LinkChip;

/// What is shown of which symbol, and how: the controls of the chart in use. GUI thread.
class ChartToolBar final : public QToolBar
{
    Q_OBJECT

public:
    /// @param charts must outlive the bar
    explicit ChartToolBar(ChartWorkspace &charts, QWidget *parent = nullptr);

    void focusSymbol();
    /// Of all charts; belongs to the bar.
    QMenu *chartsMenu() const;

Q_SIGNALS:
    void symbolEntered(const QString &symbol);

private:
    void addTimeframes();
    void addMenu(const QString &text, const QString &tip, const char *name, void (ChartActions::*fill)(QMenu &));
    void showActive();

    ChartWorkspace &m_charts;
    QLineEdit *m_symbol;
    LinkChip *m_link;
    QActionGroup *m_timeframes;
    ChartsMenu *m_chartsMenu;
    QAction *m_extended;
};

} // namespace tickstock
