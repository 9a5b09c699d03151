// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/rateplot.h"

#include "core/types/threadcheck.h"

#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>

namespace tickstock {

RatePlot::RatePlot(const Theme &theme, QWidget *parent)
    : QChartView(parent)
    , m_line(new QLineSeries)
    , m_rates(new QValueAxis)
{
    setFixedHeight(44);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setRenderHint(QPainter::Antialiasing);
    setInteractive(false);
    QChart *plot = chart();
    plot->legend()->hide();
    plot->setBackgroundVisible(false);
    plot->setMargins({});
    plot->setContentsMargins(0, 0, 0, 0);
    m_line->setPen(QPen(theme.accent, 1.5));
    plot->addSeries(m_line);
    auto *time = new QValueAxis;
    time->setRange(0, Seconds - 1);
    time->setVisible(false);
    plot->addAxis(time, Qt::AlignBottom);
    m_line->attachAxis(time);
    m_rates->setVisible(false); // the card has the number beside it
    plot->addAxis(m_rates, Qt::AlignLeft);
    m_line->attachAxis(m_rates);
    m_rates->setRange(0, 10);
}

void RatePlot::addRate(double perSecond)
{
    assertThreadOf(this);
    m_values.push_back(perSecond);
    if (m_values.size() > Seconds)
        m_values.pop_front();
    QList<QPointF> points;
    const auto empty = static_cast<double>(Seconds) - static_cast<double>(m_values.size());
    for (std::size_t i = 0; i < m_values.size(); ++i)
        points.append({empty + static_cast<double>(i), m_values[i]});
    m_line->replace(points);
    m_rates->setRange(0, std::max(10.0, *std::max_element(m_values.begin(), m_values.end()) * 1.2));
}

} // namespace tickstock
