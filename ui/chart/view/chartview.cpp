// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartview.h"

#include "ui/chart/view/bartext.h"
#include "ui/common/format.h"
#include "ui/events/eventtext.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <utility>

namespace tickstock {

namespace {

/// From here on the chart is too narrow to be a chart.
constexpr QSize SmallestChart{160, 110};

} // namespace

ChartView::ChartView(ChartModel &model, Drawings &drawings, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_scene(model)
    , m_drawings(drawings)
    , m_tool(drawings, m_scene)
    , m_crosshair(m_scene, m_overlay)
    , m_gestures(m_scene, m_crosshair, m_tool, *this)
    , m_keys(m_scene, m_crosshair, m_tool, m_gestures, *this)
    , m_navigation(model, m_scene, m_crosshair, m_tool, m_gestures)
    , m_layers(m_scene, m_overlay, m_tool)
    , m_buttons(this)
{
    setObjectName(QStringLiteral("chart"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(SmallestChart);
    connectParts();
    addStudy(*studyType("Volume"), ParameterValues({}));
}

void ChartView::connectParts()
{
    const auto repaint = qOverload<>(&QWidget::update);
    connect(&m_model, &ChartModel::reset, this, [this] {
        setAccessibleName(tr("Chart of %1, %2").arg(m_model.symbol(), format::timeframe(m_model.timeframe())));
    });
    connect(&m_model, &ChartModel::gapsChanged, this, &ChartView::historyChanged);
    connect(&m_model, &ChartModel::markersChanged, this, repaint);
    connect(&m_navigation, &ChartNavigation::sceneChanged, this, &ChartView::showScene);
    connect(&m_navigation, &ChartNavigation::lastBarChanged, this, &ChartView::updateLastBar);
    connect(&m_crosshair, &Crosshair::barChanged, this, &ChartView::describe);
    connect(&m_crosshair, &Crosshair::changed, this, repaint);
    connect(&m_buttons, &ScaleButtons::automaticChosen, this, &ChartView::setAutomaticScale);
    connect(&m_buttons, &ScaleButtons::modeChosen, this, &ChartView::setScaleMode);
    connect(&m_tool, &DrawingTool::changed, this, repaint);
    connect(&m_tool, &DrawingTool::armedChanged, this,
            [this] { setCursor(m_tool.armed() ? Qt::CrossCursor : Qt::ArrowCursor); });
    connect(&m_drawings, &Drawings::changed, this, [this](const QString &symbol) {
        if (symbol == m_model.symbol())
            update();
    });
}

void ChartView::setTheme(const Theme &theme)
{
    m_scene.setTheme(theme);
    historyChanged();
}

void ChartView::setStyle(ChartStyle style)
{
    m_scene.setStyle(style);
    changeSetup();
}

void ChartView::setScaleMode(PriceScale::Mode mode)
{
    m_scene.scale(0).setMode(mode);
    changeSetup();
}

void ChartView::setAutomaticScale(bool isAutomatic)
{
    m_scene.scale(0).setAutomatic(isAutomatic);
    m_navigation.applyChange();
}

void ChartView::setInverted(bool isInverted)
{
    m_scene.scale(0).setInverted(isInverted);
    changeSetup();
}

void ChartView::setWatermark(const QString &text)
{
    m_layers.setWatermark(text);
    update();
}

void ChartView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void ChartView::setSourceName(const QString &name)
{
    if (std::exchange(m_overlay.sourceName, name) != name)
        update();
}

void ChartView::setMarketTime(Timestamp now, bool isStale, Milliseconds age)
{
    m_overlay.marketNow = now;
    m_overlay.age = age;
    const bool changed = std::exchange(m_overlay.isStale, isStale) != isStale;
    changed ? update() : updateLastBar();
}

void ChartView::setTrouble(const QString &text)
{
    if (std::exchange(m_overlay.trouble, text) != text)
        update();
}

void ChartView::addStudy(const StudyType &type, const ParameterValues &values)
{
    m_scene.addStudy(type, values);
    changeStudies();
}

void ChartView::setStudyParameters(int id, const ParameterValues &values)
{
    changeStudy(id, [&](const ChartScene::StudyPlace &place) { m_scene.setParameters(place, values); });
}

void ChartView::removeStudy(int id)
{
    changeStudy(id, [this](const ChartScene::StudyPlace &place) { m_scene.removeStudy(place); });
}

void ChartView::moveStudy(int id, int by)
{
    changeStudy(id, [&](const ChartScene::StudyPlace &place) { m_scene.movePane(place.pane, by); });
}

/// Nothing happens when there is no study of this number any more.
template<class Change>
void ChartView::changeStudy(int id, Change change)
{
    const auto place = m_scene.placeOf(id);
    if (!place)
        return;
    m_gestures.letGo(); // of a pane that may be gone
    change(*place);
    changeStudies();
}

void ChartView::setPaneShare(std::size_t pane, double share)
{
    m_scene.setPaneShare(pane, share);
    changeSetup();
}

std::optional<MarkerPlace> ChartView::focusedMarker() const
{
    const auto bar = m_crosshair.barStart();
    return bar ? markerOn(m_scene, *bar) : std::nullopt;
}

/// All of it is painted anew.
void ChartView::showScene()
{
    m_buttons.show(m_scene.mainPane().scale);
    historyChanged();
}

void ChartView::changeSetup()
{
    m_navigation.applyChange();
    Q_EMIT setupChanged();
}

void ChartView::changeStudies()
{
    changeSetup();
    Q_EMIT studiesChanged();
}

void ChartView::historyChanged()
{
    m_layers.invalidateHistory();
    update();
}

void ChartView::updateLastBar()
{
    update(m_layers.lastBarRegion(fontMetrics().height()));
}

/// What a screen reader reads out.
void ChartView::describe(std::optional<int> bar)
{
    if (QAccessible::isActive())
        setAccessibleDescription(bar ? describeBar(m_model, *bar) : QString());
}

void ChartView::showMarkerTip(const PatternEvent *event, const QPoint &position)
{
    if (event)
        QToolTip::showText(position, tipOf(*event), this);
    else if (QToolTip::isVisible())
        QToolTip::hideText();
}

void ChartView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (m_model.isEmpty()) {
        paintEmpty(painter);
        return;
    }
    m_scene.setDevicePixelRatio(devicePixelRatioF());
    m_overlay.hasFocus = hasFocus();
    const bool isWhole = event->region().rectCount() == 1 && event->rect() == rect();
    m_layers.paint(painter, drawings(), m_gestures.ruler(), isWhole);
}

void ChartView::paintEmpty(QPainter &painter) const
{
    painter.fillRect(rect(), m_scene.theme().window);
    painter.setPen(m_scene.theme().dimText);
    painter.drawText(rect().adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap,
                     m_model.symbol().isEmpty() ? tr("Choose a symbol in the watchlist.") : m_emptyText);
}

void ChartView::layOut()
{
    m_scene.setFont(font());
    m_scene.layout(size());
    const QRectF &axis = m_scene.timeAxis();
    m_buttons.place(axis.adjusted(m_scene.plot().right() + 1 - axis.left(), 0, 0, 0));
    m_navigation.applyChange();
}

void ChartView::resizeEvent(QResizeEvent *)
{
    layOut();
}

void ChartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        layOut();
    QWidget::changeEvent(event);
}

void ChartView::wheelEvent(QWheelEvent *event)
{
    event->accept();
    m_gestures.wheel(*event);
}

void ChartView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    m_gestures.press(*event);
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    m_gestures.move(*event);
}

void ChartView::mouseReleaseEvent(QMouseEvent *event)
{
    m_gestures.release(*event);
}

void ChartView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_gestures.doubleClick(*event);
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void ChartView::leaveEvent(QEvent *)
{
    m_crosshair.leave();
}

} // namespace tickstock
