// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartview.h"

#include <QPaintEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

/// From here on the chart is too narrow to be a chart.
constexpr QSize SmallestChart{320, 200};

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

ChartView::ChartView(ChartModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_scene(model)
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
    connect(m_automatic, &QToolButton::clicked, this, [this](bool checked) {
        m_scene.scale(0).setAutomatic(checked);
        sceneChanged();
    });
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
    sceneChanged();
}

void ChartView::setScaleMode(PriceScale::Mode mode)
{
    m_scene.scale(0).setMode(mode);
    sceneChanged();
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

void ChartView::setMarketTime(Timestamp now, bool isStale)
{
    m_overlay.marketNow = now;
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
    sceneChanged();
}

void ChartView::setStudyParameters(std::size_t pane, std::size_t study, const ParameterValues &values)
{
    m_scene.setParameters(pane, study, values);
    sceneChanged();
}

void ChartView::removeStudy(std::size_t pane, std::size_t study)
{
    m_grip = Grip::None;
    m_scene.removeStudy(pane, study);
    sceneChanged();
}

void ChartView::movePane(std::size_t pane, int by)
{
    m_grip = Grip::None;
    m_scene.movePane(pane, by);
    sceneChanged();
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
    sceneChanged();
}

/// Another symbol or time frame: nothing that was set by hand for the last one counts.
void ChartView::handleReset()
{
    m_overlay.highlight.reset();
    setFocusedBar(std::nullopt);
    m_kinetic.stop();
    m_scene.time().setCount(0);
    m_scene.update(0);
    m_scene.scale(0).setAutomatic(true);
    sceneChanged();
    tryJump();
}

/// The view stays where the user has it.
void ChartView::handleReload()
{
    TimeScale &time = m_scene.time();
    const auto held = time.count() > 0 && !time.isLive() ? m_heldAt : std::nullopt;
    setFocusedBar(std::nullopt);
    time.setCount(0);
    m_scene.update(0);
    if (held)
        time.setRight(m_model.indexAt(*held));
    sceneChanged();
    tryJump();
}

/// A tick moves the last bar; a bar that is new or lies further back makes the picture anew.
void ChartView::handleBars(int from)
{
    const bool isLastBar = m_model.count() == m_scene.time().count() && from >= m_model.count() - 1;
    const double right = m_scene.time().right();
    m_scene.update(from);
    if (m_grip == Grip::Plot || m_kinetic.isRunning())
        m_scene.time().setRight(right); // what the hand holds stays under it
    if (isLastBar && !m_historyIsStale && m_scene.fitsLastBar())
        update(lastBarRegion());
    else
        sceneChanged();
}

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
    for (const ChartPane &pane : m_scene.panes())
        region += QRect(0, static_cast<int>(pane.plot.top()), width(), lineHeight * 2 + 10);
    return region;
}

/// Where the view stands, or what it shows, has changed.
void ChartView::sceneChanged()
{
    m_scene.fit();
    showScaleState();
    historyChanged();
}

void ChartView::historyChanged()
{
    m_historyIsStale = true;
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

void ChartView::paintHistory()
{
    const qreal ratio = devicePixelRatioF();
    m_scene.setDevicePixelRatio(ratio);
    if (m_history.size() != size() * ratio) {
        m_history = QPixmap(size() * ratio);
        m_history.setDevicePixelRatio(ratio);
    }
    QPainter painter(&m_history);
    m_historyPainter.paintHistory(painter, m_scene, m_watermark);
    const int edge = std::clamp(static_cast<int>(std::lround(m_scene.time().right())), 0, m_model.count() - 1);
    m_heldAt = m_model.series()[edge].start;
    m_historyIsStale = false;
}

void ChartView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (m_model.isEmpty()) {
        paintEmpty(painter);
        return;
    }
    if (m_historyIsStale || m_history.size() != size() * devicePixelRatioF())
        paintHistory();
    const qreal ratio = devicePixelRatioF();
    for (const QRect &part : event->region())
        painter.drawPixmap(part, m_history,
                           QRectF(QPointF(part.topLeft()) * ratio, QSizeF(part.size()) * ratio).toRect());
    m_historyPainter.paintLastBar(painter, m_scene);
    m_overlay.hasFocus = hasFocus();
    m_overlayPainter.paint(painter, m_scene, m_overlay);
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
