// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/drawingtool.h"

#include "ui/chart/drawings/drawings.h"
#include "ui/chart/scene/chartscene.h"

#include <utility>

namespace tickstock {

namespace {

constexpr double ClickReach = 4; // pixels

Magnet magnetOf(Qt::KeyboardModifiers modifiers)
{
    return modifiers.testFlag(Qt::ControlModifier) ? Magnet::On : Magnet::Off;
}

} // namespace

DrawingTool::DrawingTool(Drawings &drawings, const ChartScene &scene, QObject *parent)
    : QObject(parent)
    , m_drawings(drawings)
    , m_scene(scene)
{
    connect(&drawings, &Drawings::changed, this, &DrawingTool::onDrawingsChanged);
}

const QString &DrawingTool::symbol() const
{
    return m_scene.model().symbol();
}

/// Undo can take away what is selected or held.
void DrawingTool::onDrawingsChanged(const QString &symbol)
{
    if (symbol != this->symbol())
        return;
    if (m_selected && !m_drawings.find(symbol, *m_selected))
        m_selected.reset();
    if (m_phase == Phase::Dragging && !m_drawings.find(symbol, m_original.id))
        drop();
    Q_EMIT changed();
}

void DrawingTool::choose(std::optional<Drawing::Kind> kind)
{
    drop();
    if (kind)
        m_selected.reset();
    if (std::exchange(m_armed, kind) != kind)
        Q_EMIT armedChanged();
    Q_EMIT changed();
}

bool DrawingTool::press(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    if (m_scene.model().isEmpty() || !m_scene.mainPane().plot.contains(at))
        return false;
    m_pressedAt = at;
    m_hasMoved = false;
    if (!m_armed)
        return pressExisting(at);
    const ChartPoint point = pointAt(m_scene, at, magnetOf(modifiers));
    if (m_phase == Phase::Awaiting) {
        m_phase = Phase::SecondPress;
        aim(point);
    } else {
        m_phase = Phase::FirstPress;
        begin(point);
    }
    return true;
}

bool DrawingTool::pressExisting(const QPointF &at)
{
    drop();
    const auto found = hit(m_scene, m_drawings.of(symbol()), at);
    m_selected = found ? std::optional(found->id) : std::nullopt;
    if (found) {
        m_phase = Phase::Dragging;
        m_handle = found->handle;
        m_original = *m_drawings.find(symbol(), found->id);
        m_draft = m_original;
    }
    Q_EMIT changed();
    return found.has_value();
}

void DrawingTool::begin(const ChartPoint &point)
{
    m_selected.reset();
    m_draft = Drawing{QUuid::createUuid(), *m_armed, point, {}};
    if (m_draft->pointCount() == 2)
        m_draft->second = point;
    Q_EMIT changed();
}

bool DrawingTool::move(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    if (m_phase == Phase::Idle || m_scene.model().isEmpty())
        return false;
    m_hasMoved = m_hasMoved || (at - m_pressedAt).manhattanLength() > ClickReach;
    if (m_phase != Phase::Dragging)
        return aim(pointAt(m_scene, at, magnetOf(modifiers)));
    if (m_hasMoved) {
        m_draft = dragged(m_scene, m_original, m_handle, {m_pressedAt, at}, magnetOf(modifiers));
        Q_EMIT changed();
    }
    return true;
}

bool DrawingTool::aim(const ChartPoint &point)
{
    if (!m_armed || !m_draft)
        return false;
    (m_draft->pointCount() == 1 ? m_draft->first : m_draft->second) = point;
    Q_EMIT changed();
    return true;
}

bool DrawingTool::release(const QPointF &at, Qt::KeyboardModifiers modifiers)
{
    if (m_phase == Phase::Idle || m_phase == Phase::Awaiting)
        return false;
    move(at, modifiers);
    if (m_phase == Phase::FirstPress && m_draft->pointCount() == 2 && !m_hasMoved)
        m_phase = Phase::Awaiting;
    else
        finish();
    return true;
}

bool DrawingTool::place(const ChartPoint &point)
{
    if (!m_armed)
        return false;
    const bool isSecond = m_phase == Phase::Awaiting;
    if (isSecond)
        aim(point);
    else
        begin(point);
    m_phase = Phase::Awaiting;
    if (isSecond || m_draft->pointCount() == 1)
        finish();
    return true;
}

/// The draft becomes a drawing. One that cannot be seen does not: a new one waits for a better second point.
void DrawingTool::finish()
{
    const Drawing made = *m_draft;
    const bool isNew = m_phase != Phase::Dragging;
    if (isNew && !made.hasExtent()) {
        m_phase = Phase::Awaiting;
        return;
    }
    drop();
    if (isNew) {
        if (m_drawings.add(symbol(), made))
            m_selected = made.id;
        else
            Q_EMIT refused();
        m_armed.reset();
        Q_EMIT armedChanged();
    } else if (made.hasExtent()) {
        m_drawings.change(symbol(), made);
    }
    Q_EMIT changed();
}

void DrawingTool::drop()
{
    m_phase = Phase::Idle;
    m_draft.reset();
}

bool DrawingTool::cancel()
{
    if (m_draft) {
        drop();
    } else if (m_armed) {
        m_armed.reset();
        Q_EMIT armedChanged();
    } else if (m_selected) {
        m_selected.reset();
    } else {
        return false;
    }
    Q_EMIT changed();
    return true;
}

bool DrawingTool::removeSelected()
{
    if (!m_selected)
        return false;
    drop();
    return m_drawings.remove(symbol(), *std::exchange(m_selected, std::nullopt));
}

void DrawingTool::symbolChanged()
{
    drop();
    m_selected.reset();
    Q_EMIT changed();
}

} // namespace tickstock
