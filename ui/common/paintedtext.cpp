// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/paintedtext.h"

#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>
#include <QWidget>

#include <limits>

namespace tickstock {

namespace {

/// Paints nothing, and keeps what is written.
class TextEngine final : public QPaintEngine
{
public:
    TextEngine()
        : QPaintEngine(QPaintEngine::AllFeatures)
    {
    }

    bool begin(QPaintDevice * /*device*/) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState & /*state*/) override {}
    Type type() const override { return User; }

    void drawTextItem(const QPointF &baseline, const QTextItem &item) override
    {
        const QRectF own(baseline.x(), baseline.y() - item.ascent(), item.width(), item.ascent() + item.descent());
        const QRectF place = painter()->deviceTransform().mapRect(own);
        const QRegion visible = systemClip();
        const bool isHidden = !visible.isEmpty() && !visible.intersects(place.toAlignedRect());
        if (!isHidden && !item.text().trimmed().isEmpty())
            texts.push_back({item.text(), place});
    }

    void drawPixmap(const QRectF & /*target*/, const QPixmap & /*pixmap*/, const QRectF & /*source*/) override {}
    void drawTiledPixmap(const QRectF & /*target*/, const QPixmap & /*pixmap*/, const QPointF & /*offset*/) override {}
    void drawImage(const QRectF & /*target*/, const QImage & /*image*/, const QRectF & /*source*/,
                   Qt::ImageConversionFlags /*flags*/) override
    {
    }
    void drawPath(const QPainterPath & /*path*/) override {}
    void drawPolygon(const QPointF * /*points*/, int /*count*/, PolygonDrawMode /*mode*/) override {}
    void drawPolygon(const QPoint * /*points*/, int /*count*/, PolygonDrawMode /*mode*/) override {}
    void drawLines(const QLineF * /*lines*/, int /*count*/) override {}
    void drawLines(const QLine * /*lines*/, int /*count*/) override {}
    void drawRects(const QRectF * /*rects*/, int /*count*/) override {}
    void drawRects(const QRect * /*rects*/, int /*count*/) override {}
    void drawEllipse(const QRectF & /*rect*/) override {}
    void drawEllipse(const QRect & /*rect*/) override {}
    void drawPoints(const QPointF * /*points*/, int /*count*/) override {}
    void drawPoints(const QPoint * /*points*/, int /*count*/) override {}

    std::vector<PaintedText> texts;
};

/// A sheet of a widget's size.
class TextDevice final : public QPaintDevice
{
public:
    explicit TextDevice(const QWidget &like)
        : m_like(like)
    {
    }
    QPaintEngine *paintEngine() const override { return &m_engine; }
    const std::vector<PaintedText> &texts() const { return m_engine.texts; }

protected:
    int metric(PaintDeviceMetric what) const override
    {
        switch (what) {
        case PdmWidth: return m_like.width();
        case PdmHeight: return m_like.height();
        case PdmWidthMM: return m_like.widthMM();
        case PdmHeightMM: return m_like.heightMM();
        case PdmDpiX:
        case PdmPhysicalDpiX: return m_like.logicalDpiX();
        case PdmDpiY:
        case PdmPhysicalDpiY: return m_like.logicalDpiY();
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
        case PdmNumColors: return std::numeric_limits<int>::max();
        case PdmDepth: return 32;
        default: return QPaintDevice::metric(what);
        }
    }

private:
    const QWidget &m_like;
    mutable TextEngine m_engine;
};

} // namespace

std::vector<PaintedText> paintedTexts(QWidget &widget)
{
    TextDevice device(widget);
    widget.render(&device);
    return device.texts();
}

std::vector<PaintedText> paintedTexts(const QWidget &like, const std::function<void(QPainter &painter)> &paint)
{
    TextDevice device(like);
    QPainter painter(&device);
    painter.setFont(like.font());
    paint(painter);
    return device.texts();
}

} // namespace tickstock
