// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/theme.h"

#include <QChartView>

#include <deque>

class QLineSeries;
class QValueAxis;

namespace tickstock {

/// Events per second over the last minute. Gets a value once a second. GUI thread.
class RatePlot final : public QChartView
{
    Q_OBJECT

public:
    static constexpr int Seconds = 60;

    explicit RatePlot(const Theme &theme, QWidget *parent = nullptr);

    void addRate(double perSecond);

private:
    QLineSeries *m_line; // owned by the chart
    QValueAxis *m_rates;
    std::deque<double> m_values;
};

} // namespace tickstock
