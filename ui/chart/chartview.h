// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/chartmodel.h"
#include "ui/chart/chartscene.h"
#include "ui/chart/historypainter.h"
#include "ui/chart/kineticpan.h"
#include "ui/chart/overlaypainter.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

class QToolButton;

namespace tickstock {

/// Live chart on the screen: turns mouse and keys into changes of the scene, and keeps a picture of everything but the
/// last bar, so that a tick repaints little. GUI thread.
class ChartView final : public QWidget
{
    Q_OBJECT

public:
    explicit ChartView(ChartModel &model, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setStyle(ChartStyle style);
    ChartStyle style() const { return m_scene.style(); }
    void setScaleMode(PriceScale::Mode mode);
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
    void goLive();
    void resetView();

    void addStudy(const StudyType &type, const ParameterValues &values);
    void setStudyParameters(std::size_t pane, std::size_t study, const ParameterValues &values);
    void removeStudy(std::size_t pane, std::size_t study);
    void movePane(std::size_t pane, int by);

    const ChartScene &scene() const { return m_scene; }
    /// The bar that is read: under the mouse, or chosen by keyboard; nothing: none.
    std::optional<int> focusedBar() const { return m_overlay.focused; }
    QSize sizeHint() const override { return {800, 500}; }

Q_SIGNALS:
    /// The bar under the crosshair; -1: none.
    void barFocused(int index);
    void eventClicked(const tickstock::PatternEvent &event);
    /// The beginning of a symbol or a time frame.
    void typed(const QString &text);

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
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// What the hand has hold of.
    enum class Grip { None, Plot, PriceAxis, TimeAxis };

    void buildButtons();
    void placeButtons();
    void showScaleState();
    void handleReset();
    void handleReload();
    void handleBars(int from);
    void sceneChanged();
    void historyChanged();
    void paintHistory();
    QRegion lastBarRegion() const;
    void paintEmpty(QPainter &painter) const;
    void readCursor(const QPointF &position);
    void setFocusedBar(std::optional<int> index);
    void moveFocus(int bars);
    void tryJump();
    void zoomBy(double factor);
    void panPixels(double pixels);
    void dragPlot(const QPointF &by);
    std::optional<MarkerPlace> markerAt(const QPointF &position) const;
    void showMarkerTip(const QPointF &position, const QPoint &globalPosition);

    ChartModel &m_model;
    ChartScene m_scene;
    ChartOverlay m_overlay;
    HistoryPainter m_historyPainter;
    OverlayPainter m_overlayPainter;
    KineticPan m_kinetic;
    QPixmap m_history; // everything but the last bar and what lies over it
    bool m_historyIsStale = true;
    std::optional<double> m_lastPriceY; // as painted last
    bool m_focusIsByKeyboard = false;
    std::optional<Timestamp> m_pendingJump;
    std::optional<Timestamp> m_heldAt; // bar at the right edge while scrolled back
    Grip m_grip = Grip::None;
    std::size_t m_gripPane = 0;
    QPointF m_gripAt, m_pressedAt;
    bool m_hasDragged = false;
    QString m_watermark, m_emptyText;
    QToolButton *m_automatic, *m_logarithmic, *m_percent;
};

} // namespace tickstock
