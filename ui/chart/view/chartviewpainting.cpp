// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartview.h"

#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/drawings/drawingpainter.h"
#include "ui/chart/drawings/ruler.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

/// How a chart comes to the screen, and what of it a tick repaints.
namespace tickstock {

/// What changes with a tick: the last bar's column to the right edge, its axis, the line of the last price before and
/// now, and the legends.
QRegion ChartView::lastBarRegion() const
{
    if (m_model.isEmpty())
        return rect();
    // Off the screen, its price stands on the axis still; on narrow bars, a pattern's arrow is wider.
    const double last = m_scene.time().xOf(m_model.count() - 1) - std::max(m_scene.time().barWidth() * 1.5, 8.0) - 2;
    const double left = std::min(last, m_scene.plot().right());
    const int lineHeight = fontMetrics().height();
    QRegion region(QRectF(left, 0, width() - left, height()).toAlignedRect());
    for (const auto &y : {m_lastPriceY, OverlayPainter::lastPriceY(m_scene)}) {
        if (y)
            region += QRect(0, static_cast<int>(*y) - 1, width(), 3);
    }
    for (const ChartPane &pane : m_scene.panes()) { // their legends, each study in a line of its own at worst
        const int lines = 2 + static_cast<int>(pane.studies.size());
        region += QRect(0, static_cast<int>(pane.plot.top()), width(), lineHeight * lines + 10);
    }
    return region;
}

void ChartView::showHistory(QPainter &painter, bool isWhole)
{
    m_scene.setDevicePixelRatio(devicePixelRatioF());
    if (m_historyUse == HistoryUse::None && isWhole) {
        m_historyPainter.paintHistory(painter, m_scene, m_watermark);
        m_historyUse = HistoryUse::Painted;
        return;
    }
    if (m_historyUse != HistoryUse::Kept || m_history.size() != size() * devicePixelRatioF())
        keepHistory();
    painter.drawPixmap(0, 0, m_history); // of which the painter takes what is to be repainted
}

void ChartView::keepHistory()
{
    const qreal ratio = devicePixelRatioF();
    if (m_history.size() != size() * ratio) {
        m_history = QPixmap(size() * ratio);
        m_history.setDevicePixelRatio(ratio);
    }
    QPainter painter(&m_history);
    m_historyPainter.paintHistory(painter, m_scene, m_watermark);
    m_historyUse = HistoryUse::Kept;
}

void ChartView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (m_model.isEmpty()) {
        paintEmpty(painter);
        return;
    }
    showHistory(painter, event->region().rectCount() == 1 && event->rect() == rect());
    m_historyPainter.paintLastBar(painter, m_scene);
    paintDrawings(painter, m_scene, drawings(), m_tool.draft(), m_tool.selected());
    m_overlay.hasFocus = hasFocus();
    m_overlayPainter.paint(painter, m_scene, m_overlay);
    if (m_ruler)
        paintRuler(painter, m_scene, pointOf(m_scene, m_ruler->first), pointOf(m_scene, m_ruler->second));
    m_lastPriceY = OverlayPainter::lastPriceY(m_scene);
}

void ChartView::paintEmpty(QPainter &painter) const
{
    painter.fillRect(rect(), m_scene.theme().window);
    painter.setPen(m_scene.theme().dimText);
    painter.drawText(rect().adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap,
                     m_model.symbol().isEmpty() ? tr("Choose a symbol in the watchlist.") : m_emptyText);
}

} // namespace tickstock
