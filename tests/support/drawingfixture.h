// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/chartfixture.h"
#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/drawings/drawingpainter.h"
#include "ui/chart/drawings/drawings.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/series/timeindex.h"

#include <QPainter>

namespace tickstock::test {

using Kind = Drawing::Kind;

inline const QString Apple = QStringLiteral("AAPL"), Microsoft = QStringLiteral("MSFT");

/// Two hours of minutes from 09:30 on, laid out as on the screen.
struct DrawnChart
{
    explicit DrawnChart(Timeframe timeframe = Timeframe::Min1,
                        const std::vector<Bar> &minutes = minutesFrom("2014-09-17 09:30", 120),
                        const std::vector<Bar> &days = {})
    {
        model.setSymbol(Apple);
        model.setTimeframe(timeframe);
        model.setHistory(minutes, days);
        scene.layout({800, 500});
        scene.update(0);
        scene.fit();
    }
    ChartPoint point(double index, double price) const { return {timeOfIndex(model, index), price}; }
    QPointF pixel(double index, double price) const { return pointOf(scene, point(index, price)); }
    Drawing make(Kind kind, const ChartPoint &first, const ChartPoint &second = {}) const
    {
        return {QUuid::createUuid(), kind, first, second};
    }
    Drawing trend() const { return make(Kind::TrendLine, point(60, 101), point(90, 105)); }
    QImage paint(const std::vector<Drawing> &drawings, const std::optional<QUuid> &selected = std::nullopt) const
    {
        return painted([&](QPainter &painter) { paintDrawings(painter, scene, drawings, std::nullopt, selected); });
    }
    template<class Paint>
    static QImage painted(const Paint &paint)
    {
        QImage image(800, 500, QImage::Format_RGB32);
        image.fill(Qt::black);
        {
            QPainter painter(&image);
            paint(painter);
        }
        return image;
    }

    ChartModel model;
    ChartScene scene{model};
};

template<class Is>
int pixels(const QImage &image, const Is &is)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += is(QPoint(x, y), image.pixelColor(x, y)) ? 1 : 0;
    }
    return count;
}

inline int pixelsNear(const QImage &image, const QColor &colour)
{
    return pixels(image, [&colour](QPoint, const QColor &each) {
        return std::abs(each.red() - colour.red()) < 4 && std::abs(each.green() - colour.green()) < 4 &&
               std::abs(each.blue() - colour.blue()) < 4;
    });
}

inline int touched(const QImage &image)
{
    return pixels(image, [](QPoint, const QColor &colour) { return colour != QColor(Qt::black); });
}

inline int touchedOutside(const QImage &image, const QRectF &area)
{
    return pixels(image, [&area](QPoint at, const QColor &colour) {
        return colour != QColor(Qt::black) && !area.contains(QPointF(at) + QPointF(0.5, 0.5));
    });
}

inline void click(DrawingTool &tool, const QPointF &at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QVERIFY(tool.press(at, modifiers));
    QVERIFY(tool.release(at, modifiers));
}

inline void drag(DrawingTool &tool, const QPointF &from, const QPointF &to)
{
    QVERIFY(tool.press(from, Qt::NoModifier));
    for (const double share : {0.25, 0.5, 0.75, 1.0})
        QVERIFY(tool.move(from + (to - from) * share, Qt::NoModifier));
    QVERIFY(tool.release(to, Qt::NoModifier));
}

inline bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

} // namespace tickstock::test
