// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"
#include "ui/chart/seriespainter.h"

#include <QToolBar>

class QActionGroup;
class QLineEdit;
class QMenu;

namespace tickstock {

class ChartView;

/// What is shown of which symbol, and how: the controls of a chart.
class ChartToolBar final : public QToolBar
{
    Q_OBJECT

public:
    /// @param chart gets its style and its studies from here; must outlive the bar
    explicit ChartToolBar(ChartView &chart, QWidget *parent = nullptr);

    void showSymbol(const QString &symbol);
    void showTimeframe(Timeframe timeframe);
    void focusSymbol();

Q_SIGNALS:
    void symbolEntered(const QString &symbol);
    void timeframeChosen(tickstock::Timeframe timeframe);
    void extendedHoursChosen(bool shown);

private:
    void addTimeframes();
    void addStyles();
    void addStudies();
    void fillStudies();
    void fillShownStudies();
    void editStudy(std::size_t pane, std::size_t study);

    ChartView &m_chart;
    QLineEdit *m_symbol;
    QActionGroup *m_timeframes;
    QMenu *m_studies = nullptr;
};

} // namespace tickstock
