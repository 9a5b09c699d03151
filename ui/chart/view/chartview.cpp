// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartview.h"

#include "ui/chart/series/timeindex.h"
#include "ui/common/format.h"

#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

/// From here on the chart is too narrow to be a chart.
constexpr QSize SmallestChart{160, 110};

QToolButton *scaleButton(const QString &text, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setStyleSheet(QStringLiteral("QToolButton { padding: 0; }"));
    return button;
}

} // namespace

ChartView::ChartView(ChartModel &model, Drawings &drawings, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_scene(model)
    , m_drawings(drawings)
    , m_tool(drawings, m_scene)
{
    setObjectName(QStringLiteral("chart"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(SmallestChart);
    buildButtons();
    addStudy(*studyType("Volume"), ParameterValues({}));
    connect(&m_model, &ChartModel::reset, this, &ChartView::handleReset);
    connect(&m_model, &ChartModel::reloaded, this, &ChartView::handleReload);
    connect(&m_model, &ChartModel::barsChanged, this, &ChartView::handleBars);
    connect(&m_model, &ChartModel::gapsChanged, this, &ChartView::historyChanged);
    connect(&m_model, &ChartModel::markersChanged, this, qOverload<>(&QWidget::update));
    connect(&m_kinetic, &KineticPan::moved, this, &ChartView::panPixels);
    connect(&m_tool, &DrawingTool::changed, this, qOverload<>(&QWidget::update));
    connect(&m_tool, &DrawingTool::armedChanged, this,
            [this] { setCursor(m_tool.armed() ? Qt::CrossCursor : Qt::ArrowCursor); });
    connect(&m_drawings, &Drawings::changed, this, [this](const QString &symbol) {
        if (symbol == m_model.symbol())
            update();
    });
}

void ChartView::buildButtons()
{
    m_automatic = scaleButton(tr("A", "automatic price scale"), tr("Price scale follows what is on screen"), this);
    m_logarithmic = scaleButton(tr("L", "logarithmic price scale"), tr("Logarithmic price scale"), this);
    m_percent =
        scaleButton(tr("%", "price scale in percent"), tr("Changes in percent since the first bar on screen"), this);
    m_automatic->setObjectName(QStringLiteral("scaleAutomatic"));
    m_logarithmic->setObjectName(QStringLiteral("scaleLogarithmic"));
    m_percent->setObjectName(QStringLiteral("scalePercent"));
    connect(m_automatic, &QToolButton::clicked, this, &ChartView::setAutomaticScale);
    const auto choose = [this](PriceScale::Mode mode) {
        return [this, mode](bool checked) { setScaleMode(checked ? mode : PriceScale::Mode::Linear); };
    };
    connect(m_logarithmic, &QToolButton::clicked, this, choose(PriceScale::Mode::Logarithmic));
    connect(m_percent, &QToolButton::clicked, this, choose(PriceScale::Mode::Percent));
    showScaleState();
}

/// In the corner where the axes meet.
void ChartView::placeButtons()
{
    const QRectF &axis = m_scene.timeAxis();
    const double left = m_scene.plot().right() + 1, width = (axis.width() - left) / 3;
    int i = 0;
    for (QToolButton *button : {m_automatic, m_logarithmic, m_percent})
        button->setGeometry(QRectF(left + width * i++, axis.top() + 2, width - 1, axis.height() - 3).toRect());
}

void ChartView::showScaleState()
{
    const PriceScale &scale = m_scene.mainPane().scale;
    m_automatic->setChecked(scale.isAutomatic());
    m_logarithmic->setChecked(scale.mode() == PriceScale::Mode::Logarithmic);
    m_percent->setChecked(scale.mode() == PriceScale::Mode::Percent);
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
    sceneChanged();
}

void ChartView::setInverted(bool isInverted)
{
    m_scene.scale(0).setInverted(isInverted);
    changeSetup();
}

void ChartView::setWatermark(const QString &text)
{
    m_watermark = text;
    historyChanged();
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
    changed ? update() : update(lastBarRegion());
}

void ChartView::setTrouble(const QString &text)
{
    if (std::exchange(m_overlay.trouble, text) != text)
        update();
}

void ChartView::addStudy(const StudyType &type, const ParameterValues &values)
{
    m_scene.addStudy(type, values);
    changeSetup();
}

void ChartView::setStudyParameters(int id, const ParameterValues &values)
{
    const auto place = m_scene.placeOf(id);
    if (!place)
        return;
    m_scene.setParameters(*place, values);
    changeSetup();
}

void ChartView::removeStudy(int id)
{
    const auto place = m_scene.placeOf(id);
    if (!place)
        return;
    m_grip = Grip::None;
    m_scene.removeStudy(*place);
    changeSetup();
}

void ChartView::moveStudy(int id, int by)
{
    const auto place = m_scene.placeOf(id);
    if (!place)
        return;
    m_grip = Grip::None;
    m_scene.movePane(place->pane, by);
    changeSetup();
}

void ChartView::setPaneShare(std::size_t pane, double share)
{
    m_scene.setPaneShare(pane, share);
    changeSetup();
}

void ChartView::jumpTo(Timestamp barStart)
{
    m_kinetic.stop();
    m_pendingJump = barStart;
    tryJump();
}

void ChartView::tryJump()
{
    if (!m_pendingJump)
        return;
    const int index = m_model.indexOf(*m_pendingJump);
    if (index < 0)
        return; // its history is still on the way
    m_overlay.highlight = std::exchange(m_pendingJump, std::nullopt);
    m_scene.time().centreOn(index);
    sceneMoved();
}

void ChartView::goTo(Timestamp t)
{
    if (m_model.isEmpty())
        return;
    m_kinetic.stop();
    const int index = std::max(0, m_model.indexAt(t));
    m_overlay.highlight = m_model.series()[index].start;
    m_scene.time().centreOn(index);
    sceneMoved();
}

ViewPosition ChartView::position() const
{
    const TimeScale &time = m_scene.time();
    ViewPosition position{time.isLive(), time.right() - (time.count() - 1), {}, 0, m_model.timeframe()};
    if (!m_model.isEmpty()) {
        const int nearest = std::clamp(static_cast<int>(std::lround(time.right())), 0, time.count() - 1);
        position.bar = m_model.series()[nearest].start;
        position.fraction = time.right() - nearest;
    }
    return position;
}

void ChartView::setPosition(const ViewPosition &position)
{
    if (m_model.isEmpty()) {
        m_pendingPosition = position;
        return;
    }
    m_kinetic.stop();
    m_pendingPosition.reset();
    if (position.isLive)
        m_scene.time().goLive();
    else
        m_scene.time().setRightWithin(edgeOf(m_model, position)); // its history may begin later
    sceneChanged();
}

/// There are more bars, or fewer: those on the screen stay where they are, and so does the one that is read. A live
/// view goes along with the last one, unless a hand has hold of it.
void ChartView::keepPosition(const ViewPosition &held, std::optional<Timestamp> focused)
{
    if (m_model.isEmpty()) {
        setFocusedBar(std::nullopt);
        return;
    }
    TimeScale &time = m_scene.time();
    const bool isInHand = m_grip == Grip::Plot || m_kinetic.isRunning();
    time.setRight(held.isLive && !isInHand ? time.count() - 1 + held.room : edgeOf(m_model, held));
    const int index = focused ? m_model.indexOf(*focused) : -1;
    setFocusedBar(index >= 0 ? std::optional(index) : std::nullopt);
}

/// Of another symbol, nothing that was set by hand counts. Of another time frame, the same time stays on the screen.
void ChartView::handleReset()
{
    const bool isSameSymbol = std::exchange(m_symbol, m_model.symbol()) == m_model.symbol();
    const ViewPosition held = m_held;
    m_pendingPosition.reset();
    if (!isSameSymbol)
        m_pendingJump.reset();
    m_overlay.highlight.reset();
    m_ruler.reset();
    m_grip = Grip::None;
    m_tool.symbolChanged();
    setFocusedBar(std::nullopt);
    tellCrosshair();
    m_kinetic.stop();
    m_scene.time().setCount(0);
    m_scene.update(0);
    for (std::size_t pane = 0; pane < m_scene.panes().size(); ++pane)
        m_scene.scale(pane).setAutomatic(true);
    if (isSameSymbol && !held.isLive && !m_model.isEmpty())
        m_scene.time().setRightWithin(edgeOf(m_model, held)); // whose history may begin later
    setAccessibleName(tr("Chart of %1, %2").arg(m_model.symbol(), format::timeframe(m_model.timeframe())));
    sceneChanged();
    tryJump();
}

void ChartView::handleReload()
{
    const bool wasEmpty = m_scene.time().count() == 0;
    const ViewPosition held = m_held;
    const auto focused = m_focused;
    m_scene.update(0);
    if (!wasEmpty)
        keepPosition(held, focused);
    sceneChanged();
    if (m_pendingPosition && !m_model.isEmpty())
        setPosition(*std::exchange(m_pendingPosition, std::nullopt));
    tryJump();
}

/// A tick moves the last bar; a bar that is new or lies further back makes the picture anew.
void ChartView::handleBars(int from)
{
    const int count = m_scene.time().count();
    const bool isLastBar = m_model.count() == count && from >= count - 1;
    const ViewPosition held = m_held;
    const auto focused = m_focused;
    m_scene.update(from);
    if (count > 0 && m_model.count() != count)
        keepPosition(held, focused);
    if (isLastBar && m_historyUse != HistoryUse::None && m_scene.fitsLastBar())
        update(lastBarRegion());
    else
        sceneChanged();
}

/// Where the view stands, or what it shows, has changed.
void ChartView::sceneChanged()
{
    m_held = position();
    if (m_overlay.cursor && !m_model.isEmpty())
        focusUnder(*m_overlay.cursor);
    m_scene.fit();
    showScaleState();
    historyChanged();
}

/// Linked charts go along.
void ChartView::sceneMoved()
{
    sceneChanged();
    if (m_model.isEmpty())
        return;
    m_pendingPosition.reset(); // the user looks elsewhere
    Q_EMIT timeMoved(m_held);
    if (m_overlay.cursor)
        tellCrosshair(); // another bar is under the mouse now
}

void ChartView::changeSetup()
{
    sceneChanged();
    Q_EMIT setupChanged();
}

void ChartView::historyChanged()
{
    m_historyUse = HistoryUse::None;
    update();
}

void ChartView::resizeEvent(QResizeEvent *)
{
    m_scene.setFont(font());
    m_scene.layout(size());
    placeButtons();
    sceneChanged();
}

void ChartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        m_scene.setFont(font());
        m_scene.layout(size());
        placeButtons();
        sceneChanged();
    }
    QWidget::changeEvent(event);
}

} // namespace tickstock
