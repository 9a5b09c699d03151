// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/scene/chartscene.h"

#include "ui/common/format.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double PricePadding = 0.06;
constexpr double PanePadding = 0.08;
/// Overlays may widen the bars' range by so much; what lies further away is off the screen.
constexpr double OverlayReach = 0.4;
constexpr double LeastPaneHeight = 34;
/// Of the height, for the bars.
constexpr double LeastMainShare = 0.35;
/// On scales of less than this, in dollars, two decimals do not tell grid lines apart.
constexpr double FineSpan = 0.08;
/// On a logarithmic scale overlays reach down to this part of the lowest price.
constexpr double LeastLogarithmicShare = 0.5;

using Kind = StudyLineStyle::Kind;

bool beginsAtZero(const Study &study)
{
    return std::any_of(study.type().lines.begin(), study.type().lines.end(), [](const StudyLineStyle &line) {
        return line.kind == Kind::Volume || line.kind == Kind::Histogram;
    });
}

} // namespace

ChartScene::ChartScene(const ChartModel &model)
    : m_model(model)
{
    m_panes.emplace_back();
}

QRectF ChartScene::priceAxis(std::size_t pane) const
{
    const QRectF &plot = m_panes[pane].plot;
    return {plot.right(), plot.top(), m_size.width() - plot.right(), plot.height()};
}

QRectF ChartScene::plot() const
{
    return {m_panes.front().plot.topLeft(), m_panes.back().plot.bottomRight()};
}

int ChartScene::paneAt(double y) const
{
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        if (y >= m_panes[i].plot.top() && y < m_panes[i].plot.bottom())
            return static_cast<int>(i);
    }
    return -1;
}

void ChartScene::setStyle(ChartStyle style)
{
    m_style = style;
    update(0);
}

/// The first that no overlay has; beyond the last they begin anew.
int ChartScene::freeColour() const
{
    for (int colour = 0;; ++colour) {
        const auto &overlays = m_panes.front().studies;
        if (std::none_of(overlays.begin(), overlays.end(),
                         [colour](const ShownStudy &shown) { return shown.colour == colour; }))
            return colour;
    }
}

void ChartScene::addStudy(const StudyType &type, const ParameterValues &values)
{
    ShownStudy shown{type.make(type, values), freeColour(), ++m_lastId};
    shown.study->update(m_model, 0);
    if (!type.isOverlay) {
        m_panes.emplace_back();
        m_panes.back().share = PaneShare;
        shown.colour = 0;
    }
    (type.isOverlay ? m_panes.front() : m_panes.back()).studies.push_back(std::move(shown));
    layout(m_size);
}

std::optional<ChartScene::StudyPlace> ChartScene::placeOf(int id) const
{
    for (std::size_t pane = 0; pane < m_panes.size(); ++pane) {
        for (std::size_t study = 0; study < m_panes[pane].studies.size(); ++study) {
            if (m_panes[pane].studies[study].id == id)
                return StudyPlace{pane, study};
        }
    }
    return std::nullopt;
}

void ChartScene::setParameters(const StudyPlace &place, const ParameterValues &values)
{
    ShownStudy &shown = m_panes[place.pane].studies[place.study];
    const StudyType &type = shown.study->type();
    shown.study = type.make(type, values);
    shown.study->update(m_model, 0);
}

void ChartScene::removeStudy(const StudyPlace &place)
{
    auto &studies = m_panes[place.pane].studies;
    studies.erase(studies.begin() + static_cast<std::ptrdiff_t>(place.study));
    if (place.pane > 0 && studies.empty())
        m_panes.erase(m_panes.begin() + static_cast<std::ptrdiff_t>(place.pane));
    layout(m_size);
}

void ChartScene::movePane(std::size_t pane, int by)
{
    const auto to = static_cast<std::ptrdiff_t>(pane) + by;
    if (pane == 0 || to < 1 || to >= static_cast<std::ptrdiff_t>(m_panes.size()))
        return;
    std::swap(m_panes[pane], m_panes[static_cast<std::size_t>(to)]);
    layout(m_size);
}

void ChartScene::setPaneShare(std::size_t pane, double share)
{
    m_panes[pane].share = share * m_panes.front().share;
    layout(m_size);
}

void ChartScene::movePaneEdge(std::size_t pane, double y)
{
    ChartPane &above = m_panes[pane - 1], &below = m_panes[pane];
    const double top = above.plot.top(), whole = below.plot.bottom() - top;
    const double least = std::min(LeastPaneHeight, whole / 2);
    const double shares = above.share + below.share;
    above.share = shares * std::clamp(y - top, least, whole - least) / whole;
    below.share = shares - above.share;
    layout(m_size);
}

/// By their shares; a pane that gets too little takes it from those that have more. The bars keep a good part.
std::vector<double> ChartScene::paneHeights(double whole) const
{
    const double even = whole / static_cast<double>(m_panes.size());
    const auto leastOf = [&](std::size_t pane) {
        return std::min(even, pane == 0 ? LeastMainShare * whole : LeastPaneHeight);
    };
    double shares = 0, given = 0, spare = 0;
    for (const ChartPane &pane : m_panes)
        shares += pane.share;
    std::vector<double> heights;
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        heights.push_back(std::max(leastOf(i), whole * m_panes[i].share / shares));
        given += heights.back();
        spare += heights.back() - leastOf(i);
    }
    for (std::size_t i = 0; i < m_panes.size(); ++i)
        heights[i] -= spare > 0 ? (given - whole) * (heights[i] - leastOf(i)) / spare : 0;
    return heights;
}

void ChartScene::layout(const QSizeF &size)
{
    m_size = size;
    const QFontMetricsF metrics(m_font);
    const double axisWidth = std::ceil(metrics.horizontalAdvance(QStringLiteral("00,000.00")) + 14);
    const double axisHeight = std::ceil(metrics.height() + 10);
    const double right = std::max(1.0, size.width() - axisWidth), bottom = std::max(1.0, size.height() - axisHeight);
    m_timeAxis = QRectF(0, bottom, size.width(), axisHeight);
    m_time.setRange(0, right);
    const std::vector<double> heights = paneHeights(bottom);
    double top = 0;
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        ChartPane &pane = m_panes[i];
        const bool isLast = i + 1 == m_panes.size();
        const double end = isLast ? bottom : std::floor(top + heights[i]);
        pane.plot = QRectF(QPointF(0, top), QPointF(right, end));
        pane.scale.setRange(top, end);
        top = end;
    }
}

void ChartScene::update(int from)
{
    const auto first = static_cast<std::size_t>(std::max(0, from));
    if (m_style == ChartStyle::HeikinAshi) {
        updateHeikinAshi(m_model.bars(), first, m_averaged.editable());
        m_averaged.changed(first);
    } else if (!m_averaged.isEmpty()) {
        m_averaged = {};
    }
    for (ChartPane &pane : m_panes) {
        for (ShownStudy &shown : pane.studies)
            shown.study->update(m_model, first);
    }
    m_time.setCount(m_model.count());
}

ValueRange ChartScene::rangeOf(const Study &study, int first, int last)
{
    ValueRange range;
    for (std::size_t i = 0; i < study.type().lines.size(); ++i) {
        if (study.type().lines[i].kind != Kind::Steps)
            range.merge(study.line(i).range(first, last));
    }
    return range;
}

void ChartScene::fitMain(int first, int last)
{
    ChartPane &main = m_panes.front();
    const BarSummary bars = shown().summary(first, last);
    if (bars.isEmpty())
        return;
    const double span = std::max(bars.high - bars.low, bars.high * 1e-4);
    double low = bars.low, high = bars.high;
    for (const ShownStudy &overlay : main.studies) {
        const ValueRange range = rangeOf(*overlay.study, first, last);
        if (range.isEmpty())
            continue;
        low = std::min(low, std::max(range.low, bars.low - span * OverlayReach));
        high = std::max(high, std::min(range.high, bars.high + span * OverlayReach));
    }
    if (main.scale.mode() == PriceScale::Mode::Logarithmic) // which has no place for what is not above zero
        low = std::max(low, bars.low * LeastLogarithmicShare);
    const double middle = (low + high) / 2, half = std::max(high - low, span) / 2;
    const double legend = QFontMetricsF(m_font).height() * 2.4 / std::max(1.0, main.scale.height());
    main.scale.fit(middle - half, middle + half, std::min(0.3, legend + PricePadding), PricePadding);
}

/// The legend's lines stay free above the bars, and a pane's own above its values.
void ChartScene::fit()
{
    const auto [first, last] = m_time.visible();
    if (first >= last)
        return;
    if (m_panes.front().scale.isAutomatic())
        fitMain(first, last);
    for (std::size_t i = 1; i < m_panes.size(); ++i) {
        ChartPane &pane = m_panes[i];
        const Study &study = *pane.studies.front().study;
        if (!pane.scale.isAutomatic())
            continue;
        ValueRange range = rangeOf(study, first, last);
        if (!std::isnan(study.type().least))
            range = {study.type().least, study.type().most};
        if (range.isEmpty())
            range = {0, 1};
        if (beginsAtZero(study))
            range.merge({0, 0});
        if (range.low == range.high)
            range.high = range.low + std::max(1.0, std::abs(range.low) * 1e-3);
        const double header = QFontMetricsF(m_font).height() / std::max(1.0, pane.scale.height());
        pane.scale.fit(range.low, range.high, std::min(0.4, header),
                       beginsAtZero(study) && range.low == 0 ? 0 : PanePadding);
    }
}

bool ChartScene::fitsLastBar() const
{
    const int last = m_model.count() - 1;
    const auto [first, end] = m_time.visible();
    if (last < first || last >= end)
        return true; // it is off the screen
    const Bar &bar = shown()[last];
    const PriceScale &prices = m_panes.front().scale;
    if (prices.isAutomatic() && (bar.high > prices.high() || bar.low < prices.low()))
        return false;
    for (std::size_t i = 1; i < m_panes.size(); ++i) {
        const ChartPane &pane = m_panes[i];
        const ValueRange range = rangeOf(*pane.studies.front().study, last, last + 1);
        if (pane.scale.isAutomatic() && !range.isEmpty() &&
            (range.high > pane.scale.high() || range.low < pane.scale.low()))
            return false;
    }
    return true;
}

double ChartScene::percentBase() const
{
    const int last = m_model.count() - 1;
    const int first = static_cast<int>(std::ceil(m_time.indexOf(m_time.left())));
    return last >= 0 ? m_model.series()[std::clamp(first, 0, last)].close : NoValue;
}

QString ChartScene::priceText(double value) const
{
    if (m_panes.front().scale.mode() == PriceScale::Mode::Percent)
        return format::percent(value / percentBase() - 1);
    const PriceScale &scale = m_panes.front().scale;
    return scale.high() - scale.low() < FineSpan ? format::number(value, 4) : format::price(value);
}

} // namespace tickstock
