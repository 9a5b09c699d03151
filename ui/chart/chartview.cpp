// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartview.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

constexpr double VolumeShare = 0.18;
constexpr double PricePadding = 0.06;
constexpr double ZoomStep = 1.15;
constexpr double WheelNotch = 120;

/// From here on the chart is too narrow to be a chart.
constexpr QSize SmallestChart{320, 200};

} // namespace

ChartView::ChartView(ChartModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("chart"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(SmallestChart);
    connect(&m_model, &ChartModel::reset, this, &ChartView::handleReset);
    connect(&m_model, &ChartModel::reloaded, this, &ChartView::handleReload);
    connect(&m_model, &ChartModel::lastBarChanged, this, &ChartView::handleLastBar);
    connect(&m_model, &ChartModel::historyChanged, this, &ChartView::invalidateHistory);
    connect(&m_model, &ChartModel::markersChanged, this, qOverload<>(&QWidget::update));
}

void ChartView::setTheme(const Theme &theme)
{
    m_theme = theme;
    invalidateHistory();
}

void ChartView::setWatermark(const QString &text)
{
    m_watermark = text;
    invalidateHistory();
}

void ChartView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void ChartView::setSourceName(const QString &name)
{
    m_sourceName = name;
    update();
}

void ChartView::setMarketTime(Timestamp now, bool isStale)
{
    m_marketNow = now;
    m_isStale = isStale;
    update();
}

void ChartView::jumpTo(Timestamp barStart)
{
    m_pendingJump = barStart;
    tryJump();
}

void ChartView::tryJump()
{
    if (!m_pendingJump)
        return;
    const int index = m_model.indexAt(*m_pendingJump);
    if (index < 0 || m_model.bars()[static_cast<std::size_t>(index)].start != *m_pendingJump)
        return; // its history is still on the way
    m_highlight = std::exchange(m_pendingJump, std::nullopt);
    m_viewport.centreOn(index);
    invalidateHistory();
}

void ChartView::handleReset()
{
    m_highlight.reset();
    m_keyboardFocus.reset();
    m_viewport.setCount(0);
    m_viewport.setCount(static_cast<int>(m_model.bars().size()));
    invalidateHistory();
    tryJump();
}

/// The view stays where the user has it.
void ChartView::handleReload()
{
    const auto held = m_viewport.count() > 0 && !m_viewport.isLive() ? m_heldAt : std::nullopt;
    m_viewport.setCount(0);
    m_viewport.setCount(static_cast<int>(m_model.bars().size()));
    m_keyboardFocus.reset();
    if (held)
        m_viewport.setRight(m_model.indexAt(*held));
    invalidateHistory();
    tryJump();
}

void ChartView::setTrouble(const QString &text)
{
    m_trouble = text;
    update();
}

void ChartView::handleLastBar()
{
    const int count = static_cast<int>(m_model.bars().size());
    const bool isNewBar = count != m_viewport.count();
    if (isNewBar) {
        m_viewport.setCount(count);
        m_historyIsStale = true;
    }
    // The last bar may have left the picture's price or volume range.
    const Bar &last = m_model.bars().back();
    const auto [first, end] = m_viewport.visible();
    const bool isVisible = end == count && first < count;
    if (isVisible && (last.high > m_viewport.high() || last.low < m_viewport.low() || last.volume > m_highestVolume))
        m_historyIsStale = true;
    update();
}

void ChartView::invalidateHistory()
{
    m_viewport.setCount(static_cast<int>(m_model.bars().size()));
    m_historyIsStale = true;
    update();
}

void ChartView::layoutAreas()
{
    const QFontMetricsF metrics(font());
    const double axisWidth = std::ceil(metrics.horizontalAdvance(QStringLiteral("00,000.00")) + 14);
    const double axisHeight = std::ceil(metrics.height() + 10);
    const QRectF plot(0, 0, width() - axisWidth, height() - axisHeight);
    m_priceAxis = QRectF(plot.right(), 0, axisWidth, plot.height());
    m_timeAxis = QRectF(0, plot.bottom(), width(), axisHeight);
    m_viewport.setPlot(plot);
}

QRectF ChartView::volumeArea() const
{
    const QRectF &plot = m_viewport.plot();
    return {plot.left(), plot.bottom() - plot.height() * VolumeShare, plot.width(), plot.height() * VolumeShare};
}

/// Prices fill the plot above the volume; the legend's lines stay free.
void ChartView::rescale()
{
    const auto [first, last] = m_viewport.visible();
    if (first >= last)
        return;
    const std::span bars(m_model.bars().data() + first, static_cast<std::size_t>(last - first));
    auto [low, high] = priceRange(bars);
    const double span = std::max(high - low, high * 1e-4);
    const double height = m_viewport.plot().height();
    const double legend = QFontMetricsF(font()).height() * 2.4 / height;
    const double usable = 1 - VolumeShare - legend - 2 * PricePadding;
    m_viewport.setPrices(low - span * (VolumeShare + PricePadding) / usable,
                         high + span * (legend + PricePadding) / usable);
    m_highestVolume = 0;
    for (const Bar &bar : bars)
        m_highestVolume = std::max(m_highestVolume, bar.volume);
}

void ChartView::resizeEvent(QResizeEvent *)
{
    layoutAreas();
    invalidateHistory();
}

void ChartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        invalidateHistory();
    QWidget::changeEvent(event);
}

/// Zooms about the last bar while live and about the cursor while scrolled back or with Ctrl; Shift or a horizontal
/// wheel pans.
void ChartView::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    if ((event->modifiers() & Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y())) {
        const int along = delta.x() != 0 ? delta.x() : delta.y();
        m_viewport.panBars(-along / WheelNotch * 30 / m_viewport.barWidth());
    } else {
        const bool aboutCursor = (event->modifiers() & Qt::ControlModifier) || !m_viewport.isLive();
        const double anchor = aboutCursor ? event->position().x() : m_viewport.xOf(m_viewport.count() - 1);
        m_viewport.zoom(std::pow(ZoomStep, delta.y() / WheelNotch), anchor);
    }
    invalidateHistory();
    event->accept();
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    m_pendingJump.reset();
    if (event->button() != Qt::LeftButton)
        return;
    if (m_liveBadge.contains(event->position())) {
        m_viewport.goLive();
        invalidateHistory();
        return;
    }
    m_dragFrom = event->position();
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    m_cursor = event->position();
    m_keyboardFocus.reset();
    if (m_dragFrom) {
        m_viewport.panBars((m_dragFrom->x() - event->position().x()) / m_viewport.barWidth());
        m_dragFrom = event->position();
        setCursor(Qt::ClosedHandCursor);
        invalidateHistory();
    }
    Q_EMIT barFocused(m_model.isEmpty() ? -1 : focusedIndex());
    update();
}

void ChartView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragFrom.reset();
    unsetCursor();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_timeAxis.contains(event->position()) && !m_priceAxis.contains(event->position()))
        return;
    m_viewport.resetZoom();
    invalidateHistory();
}

void ChartView::leaveEvent(QEvent *)
{
    m_cursor.reset();
    update();
}

void ChartView::zoomIn()
{
    zoomBy(ZoomStep);
}

void ChartView::zoomOut()
{
    zoomBy(1 / ZoomStep);
}

/// About the last bar while live, about the middle while scrolled back.
void ChartView::zoomBy(double factor)
{
    const double anchor = m_viewport.isLive() ? m_viewport.xOf(m_viewport.count() - 1) : m_viewport.plot().center().x();
    m_viewport.zoom(factor, anchor);
    invalidateHistory();
}

/// Moves the crosshair by keyboard and keeps it on screen.
void ChartView::moveFocus(int bars)
{
    if (m_model.isEmpty())
        return;
    const int from = m_keyboardFocus.value_or(m_viewport.count() - 1);
    const int index = std::clamp(from + bars, 0, m_viewport.count() - 1);
    m_keyboardFocus = index;
    m_cursor.reset();
    const QRectF &plot = m_viewport.plot();
    const double x = m_viewport.xOf(index);
    if (x < plot.left() + m_viewport.barWidth())
        m_viewport.panBars((x - plot.left()) / m_viewport.barWidth() - 1);
    else if (x > plot.right() - m_viewport.barWidth())
        m_viewport.panBars((x - plot.right()) / m_viewport.barWidth() + 1);
    invalidateHistory();
    Q_EMIT barFocused(index);
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    const bool far = event->modifiers() & Qt::ControlModifier;
    const int page = static_cast<int>(m_viewport.plot().width() / m_viewport.barWidth() * 0.8);
    switch (event->key()) {
    case Qt::Key_Left: moveFocus(far ? -10 : -1); return;
    case Qt::Key_Right: moveFocus(far ? 10 : 1); return;
    case Qt::Key_PageUp: m_viewport.panBars(-page); break;
    case Qt::Key_PageDown: m_viewport.panBars(page); break;
    case Qt::Key_Home: m_viewport.panBars(-m_viewport.count()); break;
    case Qt::Key_End: m_viewport.goLive(); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomIn(); return;
    case Qt::Key_Minus: zoomOut(); return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!far) {
            QWidget::keyPressEvent(event);
            return;
        }
        event->key() == Qt::Key_Up ? zoomIn() : zoomOut();
        return;
    case Qt::Key_0: m_viewport.resetZoom(); break;
    case Qt::Key_Escape:
        m_keyboardFocus.reset();
        m_highlight.reset();
        break;
    default: QWidget::keyPressEvent(event); return;
    }
    invalidateHistory();
}

} // namespace tickstock
