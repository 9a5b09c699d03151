// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QToolBar>

class QLineEdit;
class QMenu;
class QToolButton;

namespace tickstock {

class ChartPanel;
class ChartWorkspace;
class ChartsMenu;
class LinkChip;

/// What is shown of which symbol, and how: shows the actions of the chart in use. GUI thread.
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
    void addSymbol();
    QToolButton *addMenuButton(const QString &text, const QString &tip, const char *name);
    void showActive();
    void showActions(ChartPanel &active);

    ChartWorkspace &m_charts;
    QLineEdit *m_symbol;
    LinkChip *m_link;
    ChartsMenu *m_chartsMenu;
    QAction *m_afterTimeframes, *m_afterHours; // separators
    QToolButton *m_styles, *m_studies, *m_drawings;
    QPointer<ChartPanel> m_shown; // whose actions these are
};

} // namespace tickstock
