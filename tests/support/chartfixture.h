// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/builders.h"
#include "tests/support/keyboard.h"
#include "tests/support/test.h"
#include "ui/chart/view/chartview.h"

#include <QTest>
#include <QWheelEvent>

#include <memory>

namespace tickstock::test {

/// Minutes from a New York time on, whose prices rise and fall by a few dollars.
inline std::vector<Bar> minutesFrom(const char *start, int count, double price = 100)
{
    std::vector<Bar> bars;
    for (int i = 0; i < count; ++i) {
        const double open = price + i % 7, close = price + (i + 3) % 7;
        bars.push_back(
            bar(at(start) + OneMinute * i, open, std::max(open, close) + 1, std::min(open, close) - 1, close, 100 + i));
    }
    return bars;
}

/// A chart on the screen.
struct ShownChart
{
    explicit ShownChart(QSize size = {800, 500})
    {
        view.resize(size);
        view.show();
    }
    /// With a session's minutes, from the pre-market on.
    static std::unique_ptr<ShownChart> withBars(QSize size = {800, 500})
    {
        auto chart = std::make_unique<ShownChart>(size);
        chart->model.setSymbol(QStringLiteral("AAPL"));
        chart->model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        chart->view.grab();
        return chart;
    }
    const ChartScene &scene() const { return view.scene(); }
    QImage image() { return view.grab().toImage(); }
    double xOf(int index) const { return scene().time().xOf(index); }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(&view, Qt::LeftButton, modifiers, from);
        QTest::mouseMove(&view, (from + to) / 2);
        QTest::mouseMove(&view, to);
        QTest::mouseRelease(&view, Qt::LeftButton, modifiers, to);
    }
    void wheel(int delta, Qt::KeyboardModifiers modifiers = Qt::NoModifier, QPointF at = {})
    {
        const QPointF position = at.isNull() ? QPointF(view.width() / 2.0, view.height() / 2.0) : at;
        QWheelEvent event(position, view.mapToGlobal(position), {}, {0, delta}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }

    ChartModel model;
    Drawings drawings;
    ChartView view{model, drawings};
};

inline int pixelsOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    }
    return count;
}

} // namespace tickstock::test
