// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawings.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/paint/overlaypainter.h"
#include "ui/chart/scene/chartscene.h"
#include "ui/chart/scene/markerplace.h"
#include "ui/chart/series/chartmodel.h"
#include "ui/chart/view/chartgestures.h"
#include "ui/chart/view/chartkeys.h"
#include "ui/chart/view/chartlayers.h"
#include "ui/chart/view/chartnavigation.h"
#include "ui/chart/view/charttarget.h"
#include "ui/chart/view/crosshair.h"
#include "ui/chart/view/scalebuttons.h"

#include <QWidget>

#include <optional>

namespace tickstock {

/// Live chart on the screen: the widget around a scene and what acts on it. ChartGestures and ChartKeys change the
/// scene, Crosshair reads its bars, ChartNavigation keeps it where it stands, ChartLayers paint it. GUI thread.
class ChartView final : public QWidget, private ChartTarget
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
    void setWheelHabits(const WheelHabits &habits) { m_gestures.setWheelHabits(habits); }
    /// Large faint text behind the candles: what kind of data this is, when it is not the market's.
    void setWatermark(const QString &text);
    /// Shown instead of candles while there are none.
    void setEmptyText(const QString &text);
    /// Market time; whether the last price may not be the market's, and how old it is, if that is known.
    void setMarketTime(Timestamp now, bool isStale, Milliseconds age = {});
    void setSourceName(const QString &name);
    /// A thin band over the plot that says what is wrong with the data; empty when nothing is.
    void setTrouble(const QString &text);
    /// See ChartNavigation.
    void jumpTo(Timestamp barStart) { m_navigation.jumpTo(barStart); }
    void goTo(Timestamp t) { m_navigation.goTo(t); }
    void setPosition(const ViewPosition &position) { m_navigation.setPosition(position); }
    ViewPosition position() const { return m_navigation.position(); }
    void zoomIn() { m_gestures.zoomIn(); }
    void zoomOut() { m_gestures.zoomOut(); }
    void resetView() { m_gestures.resetView(); }

    void addStudy(const StudyType &type, const ParameterValues &values);
    /// Nothing happens when there is no study of this number any more.
    void setStudyParameters(int id, const ParameterValues &values);
    void removeStudy(int id);
    /// With its pane, up or down by one.
    void moveStudy(int id, int by);
    /// Of the height, beside the bars' own.
    void setPaneShare(std::size_t pane, double share);

    /// These two emit what linked charts follow.
    Crosshair &crosshair() { return m_crosshair; }
    ChartNavigation &navigation() { return m_navigation; }
    DrawingTool &tool() { return m_tool; }
    const ChartScene &scene() const { return m_scene; }
    const ChartOverlay &overlay() const { return m_overlay; }
    const QString &watermark() const { return m_layers.watermark(); }
    /// Those of the shown symbol.
    const std::vector<Drawing> &drawings() const { return m_drawings.of(m_model.symbol()); }
    /// The first pattern on the bar that is read, or else on the one that an event points to.
    std::optional<MarkerPlace> focusedMarker() const;
    /// The bar that is read: under the mouse, or chosen by keyboard; nothing: none.
    std::optional<int> focusedBar() const { return m_crosshair.bar(); }
    QSize sizeHint() const override { return {800, 500}; }

Q_SIGNALS:
    void eventClicked(const tickstock::PatternEvent &event);
    /// Something that is kept over a restart: style, scale, studies, panes.
    void setupChanged();
    /// Which studies there are, or what they are called.
    void studiesChanged();
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
    void changeEvent(QEvent *event) override;

private:
    void gestureStarted() override { m_navigation.cancelJump(); }
    void sceneChanged() override { m_navigation.applyChange(); }
    void sceneMoved() override { m_navigation.applyMove(); }
    void paneResized() override { changeSetup(); }
    QRectF liveBadge() const override { return m_layers.liveBadge(); }
    void showPointer(Qt::CursorShape shape) override { setCursor(shape); }
    void showMarkerTip(const PatternEvent *event, const QPoint &position) override;
    void chooseEvent(const PatternEvent &event) override { Q_EMIT eventClicked(event); }
    void beginTyping(const QString &text) override { Q_EMIT typed(text); }

    void connectParts();
    void changeSetup();
    template<class Change>
    void changeStudy(int id, Change change);
    void changeStudies();
    void showScene();
    void historyChanged();
    void updateLastBar();
    void layOut();
    void describe(std::optional<int> bar);
    void paintEmpty(QPainter &painter) const;

    ChartModel &m_model;
    ChartScene m_scene;
    ChartOverlay m_overlay;
    Drawings &m_drawings;
    DrawingTool m_tool;
    Crosshair m_crosshair;
    ChartGestures m_gestures;
    ChartKeys m_keys;
    ChartNavigation m_navigation;
    ChartLayers m_layers;
    ScaleButtons m_buttons;
    QString m_emptyText;
};

} // namespace tickstock
