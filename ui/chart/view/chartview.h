// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawings.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/paint/historypainter.h"
#include "ui/chart/paint/overlaypainter.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/series/chartmodel.h"
#include "ui/chart/series/viewposition.h"
#include "ui/chart/view/kineticpan.h"
#include "ui/chart/view/wheelhabits.h"

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
    /// @param drawings of all symbols; both must outlive the view
    ChartView(ChartModel &model, Drawings &drawings, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setStyle(ChartStyle style);
    ChartStyle style() const { return m_scene.style(); }
    void setScaleMode(PriceScale::Mode mode);
    void setAutomaticScale(bool isAutomatic);
    /// High prices at the bottom.
    void setInverted(bool isInverted);
    void setWheelHabits(const WheelHabits &habits) { m_wheel = habits; }
    /// Large faint text behind the candles: what kind of data this is, when it is not the market's.
    void setWatermark(const QString &text);
    /// Shown instead of candles while there are none.
    void setEmptyText(const QString &text);
    /// Market time; whether the last price may not be the market's, and how old it is, if that is known.
    void setMarketTime(Timestamp now, bool isStale, Milliseconds age = {});
    void setSourceName(const QString &name);
    /// A thin band over the plot that says what is wrong with the data; empty when nothing is.
    void setTrouble(const QString &text);
    /// Shows and marks this bar, as soon as its history is there.
    void jumpTo(Timestamp barStart);
    /// Shows the bar that holds @p t, or the nearest one there is.
    void goTo(Timestamp t);
    /// As a linked chart stands, as soon as there are bars; tells nobody.
    void setPosition(const ViewPosition &position);
    ViewPosition position() const;
    /// A linked chart's crosshair; tells nobody. @p bar not valid: it has none. @p price NoValue: of another symbol.
    void showLinkedCrosshair(Timestamp bar, Timeframe timeframe, double price);
    void zoomIn();
    void zoomOut();
    void goLive();
    void resetView();

    void addStudy(const StudyType &type, const ParameterValues &values);
    /// Nothing happens when there is no study of this number any more.
    void setStudyParameters(int id, const ParameterValues &values);
    void removeStudy(int id);
    /// With its pane, up or down by one.
    void moveStudy(int id, int by);
    /// Of the height, beside the bars' own.
    void setPaneShare(std::size_t pane, double share);

    DrawingTool &tool() { return m_tool; }
    const ChartScene &scene() const { return m_scene; }
    const ChartOverlay &overlay() const { return m_overlay; }
    const QString &watermark() const { return m_watermark; }
    /// Those of the shown symbol.
    const std::vector<Drawing> &drawings() const { return m_drawings.of(m_model.symbol()); }
    /// The first pattern on the bar that is read, or else on the one that an event points to.
    std::optional<MarkerPlace> focusedMarker() const;
    /// The bar that is read: under the mouse, or chosen by keyboard; nothing: none.
    std::optional<int> focusedBar() const { return m_overlay.focused; }
    QSize sizeHint() const override { return {800, 500}; }

Q_SIGNALS:
    /// By hand, for linked charts; as showLinkedCrosshair() takes it.
    void crosshairMoved(tickstock::Timestamp bar, double price);
    /// By hand, for linked charts.
    void timeMoved(const tickstock::ViewPosition &position);
    void eventClicked(const tickstock::PatternEvent &event);
    /// Style, scale or studies are others.
    void setupChanged();
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
    enum class Grip { None, Plot, PriceAxis, TimeAxis, PaneEdge, Tool, Ruler };

    /// Of the picture of what is not the last bar: while the view moves, each is used once and need not be kept.
    enum class HistoryUse { None, Painted, Kept };

    void buildButtons();
    void placeButtons();
    void showScaleState();
    void handleReset();
    void handleReload();
    void handleBars(int from);
    void sceneChanged();
    void sceneMoved();
    void changeSetup();
    void keepPosition(const ViewPosition &held, std::optional<Timestamp> focused);
    void historyChanged();
    void showHistory(QPainter &painter, bool isWhole);
    void keepHistory();
    QRegion lastBarRegion() const;
    void paintEmpty(QPainter &painter) const;
    void readCursor(const QPointF &position);
    void focusUnder(const QPointF &position);
    void setFocusedBar(std::optional<int> index);
    void moveFocus(int bars);
    void tryJump();
    void zoomBy(double factor);
    void panPixels(double pixels);
    void grip(const QPointF &at);
    void drag(const QPointF &at);
    void dragPlot(const QPointF &by);
    std::optional<std::size_t> paneEdgeAt(const QPointF &at) const;
    void showCursorShape(const QPointF &at);
    void tellCrosshair();
    void placeByKeyboard();
    std::optional<MarkerPlace> markerAt(const QPointF &position) const;
    void showMarkerTip(const QPointF &position, const QPoint &globalPosition);

    ChartModel &m_model;
    ChartScene m_scene;
    ChartOverlay m_overlay;
    HistoryPainter m_historyPainter;
    OverlayPainter m_overlayPainter;
    KineticPan m_kinetic;
    Drawings &m_drawings;
    DrawingTool m_tool;
    std::optional<std::pair<ChartPoint, ChartPoint>> m_ruler; // from, to
    QPixmap m_history; // everything but the last bar and what lies over it, when it is kept
    HistoryUse m_historyUse = HistoryUse::None;
    std::optional<double> m_lastPriceY; // as painted last
    bool m_focusIsByKeyboard = false;
    std::optional<Timestamp> m_pendingJump;
    std::optional<ViewPosition> m_pendingPosition;
    QString m_symbol;                   // shown last
    ViewPosition m_held;                // where the view stands
    std::optional<Timestamp> m_focused; // the bar that is read
    Grip m_grip = Grip::None;
    std::size_t m_gripPane = 0;
    QPointF m_gripAt, m_pressedAt;
    bool m_hasDragged = false;
    WheelHabits m_wheel;
    QString m_watermark, m_emptyText;
    QToolButton *m_automatic, *m_logarithmic, *m_percent;
};

} // namespace tickstock
