// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/crosshair.h"

#include "ui/chart/series/timeindex.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

Crosshair::Crosshair(const ChartScene &scene, ChartOverlay &overlay, QObject *parent)
    : QObject(parent)
    , m_scene(scene)
    , m_overlay(overlay)
{
}

void Crosshair::moveTo(const QPointF &position)
{
    const bool isOverBars = m_scene.plot().contains(position) && !m_scene.model().isEmpty();
    m_isByKeyboard = false;
    m_overlay.cursor = isOverBars ? std::optional(position) : std::nullopt;
    m_overlay.linkedPrice.reset();
    if (isOverBars)
        readUnderMouse();
    else
        setBar(std::nullopt);
    announce();
    Q_EMIT changed();
}

void Crosshair::leave()
{
    m_overlay.cursor.reset();
    if (!m_isByKeyboard) {
        setBar(std::nullopt);
        announce();
    }
    Q_EMIT changed();
}

void Crosshair::readBar(int index)
{
    m_overlay.cursor.reset();
    m_overlay.linkedPrice.reset();
    m_isByKeyboard = true;
    setBar(index);
}

void Crosshair::clear()
{
    m_overlay.highlight.reset();
    setBar(std::nullopt);
    announce();
}

void Crosshair::followLinked(Timestamp bar, Timeframe timeframe, double price)
{
    const ChartModel &model = m_scene.model();
    const int index = bar.isValid() && !model.isEmpty() ? indexOfBar(model, bar, timeframe) : -1;
    const double x = m_scene.time().xOf(index);
    const bool isOnScreen = index >= 0 && x >= m_scene.plot().left() && x <= m_scene.plot().right();
    const auto focused = isOnScreen ? std::optional(index) : std::nullopt;
    const auto linked = std::isnan(price) ? std::nullopt : std::optional(price);
    if (!m_overlay.cursor && m_overlay.focused == focused && m_overlay.linkedPrice == linked)
        return;
    m_isByKeyboard = false;
    m_overlay.cursor.reset();
    m_overlay.linkedPrice = linked;
    setBar(focused);
    Q_EMIT changed();
}

void Crosshair::readUnderMouse()
{
    if (!m_overlay.cursor || m_scene.model().isEmpty())
        return;
    const int index = static_cast<int>(std::lround(m_scene.time().indexOf(m_overlay.cursor->x())));
    setBar(std::clamp(index, 0, m_scene.model().count() - 1));
}

void Crosshair::findBarAgain()
{
    const int index = m_barStart && !m_scene.model().isEmpty() ? m_scene.model().indexOf(*m_barStart) : -1;
    setBar(index >= 0 ? std::optional(index) : std::nullopt);
}

void Crosshair::announce()
{
    const ChartPane &main = m_scene.mainPane();
    const bool isOverPrices = m_overlay.cursor && main.plot.contains(*m_overlay.cursor);
    Q_EMIT moved(m_barStart.value_or(Timestamp()), isOverPrices ? main.scale.valueOf(m_overlay.cursor->y()) : NoValue);
}

void Crosshair::setBar(std::optional<int> index)
{
    m_barStart = index ? std::optional(m_scene.model().series()[*index].start) : std::nullopt;
    if (std::exchange(m_overlay.focused, index) != index)
        Q_EMIT barChanged(index);
}

} // namespace tickstock
