// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/candlepainter.h"
#include "ui/chart/chartmodel.h"
#include "ui/chart/chartviewport.h"
#include "ui/common/theme.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace tickstock {

/// Live candlestick chart: wheel zooms, dragging pans, the crosshair reads a bar. History is painted once into a layer;
/// a tick repaints the last bar only. GUI thread.
class ChartView final : public QWidget
{
    Q_OBJECT

public:
    explicit ChartView(ChartModel &model, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// Large faint text behind the candles: what kind of data this is, when it is not the market's.
    void setWatermark(const QString &text);
    /// Shown instead of candles while there are none.
    void setEmptyText(const QString &text);
    /// Market time, and how old the last price is.
    void setMarketTime(Timestamp now, bool isStale);
    void setSourceName(const QString &name);
    /// A thin band over the plot that says what is wrong with the data; empty when nothing is.
    void setTrouble(const QString &text);
    /// Shows and marks this bar, as soon as its history is there.
    void jumpTo(Timestamp barStart);
    void zoomIn();
    void zoomOut();
    const ChartViewport &viewport() const { return m_viewport; }
    QSize sizeHint() const override { return {800, 500}; }

Q_SIGNALS:
    /// The bar under the crosshair, or nothing.
    void barFocused(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void handleReset();
    void handleReload();
    void handleLastBar();
    void layoutAreas();
    void rescale();
    void invalidateHistory();
    void paintHistory();
    void paintSessions(QPainter &painter) const;
    void paintGrid(QPainter &painter) const;
    void paintGaps(QPainter &painter) const;
    void paintTimeAxis(QPainter &painter) const;
    void paintMarkers(QPainter &painter) const;
    void paintLastPrice(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;
    void paintLiveBadge(QPainter &painter);
    void paintEmpty(QPainter &painter) const;
    void paintPriceLabel(QPainter &painter, double y, const QString &text, const QColor &colour) const;
    QString countdown() const;
    QRectF volumeArea() const;
    int focusedIndex() const;
    void moveFocus(int bars);
    void tryJump();
    void zoomBy(double factor);

    ChartModel &m_model;
    ChartViewport m_viewport;
    CandlePainter m_candles;
    Theme m_theme = Theme::dark();
    QPixmap m_history; // everything but the last bar
    bool m_historyIsStale = true;
    double m_highestVolume = 0;
    QRectF m_timeAxis, m_priceAxis, m_liveBadge;
    std::optional<QPointF> m_cursor;
    std::optional<int> m_keyboardFocus;   // bar chosen with the arrow keys
    std::optional<Timestamp> m_highlight; // bar an event points to
    std::optional<Timestamp> m_pendingJump;
    std::optional<Timestamp> m_heldAt; // bar at the right edge while scrolled back
    QString m_trouble;
    std::optional<QPointF> m_dragFrom;
    QString m_watermark, m_emptyText, m_sourceName;
    Timestamp m_marketNow;
    bool m_isStale = false;
};

} // namespace tickstock
