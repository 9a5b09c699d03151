// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/chartstyle.h"
#include "ui/chart/scene/devicegrid.h"
#include "ui/chart/scene/pricescale.h"
#include "ui/chart/scene/timescale.h"
#include "ui/chart/series/chartmodel.h"
#include "ui/chart/studies/study.h"
#include "ui/common/theme.h"

#include <QFont>
#include <QRectF>

#include <memory>
#include <optional>
#include <vector>

namespace tickstock {

/// A study on a chart, and which of the theme's study colours is its first. GUI thread.
struct ShownStudy
{
    std::unique_ptr<Study> study;
    int colour = 0;
    int id = 0; ///< within its chart, wherever it is moved
};

/// A strip of the chart with a scale of its own. The first one holds the bars, with overlays on them; each other one
/// holds one study. GUI thread.
struct ChartPane
{
    QRectF plot; ///< without its price axis
    PriceScale scale;
    std::vector<ShownStudy> studies;
    double share = 1; ///< of the height, beside the shares of the other panes
};

/// All that a picture of a chart depends on: which bars, where, how. No widget and no painter: the view shows it on the
/// screen, an export on a page. GUI thread.
class ChartScene
{
public:
    static constexpr double PaneShare = 0.24;

    /// @param model must outlive the scene
    explicit ChartScene(const ChartModel &model);

    const ChartModel &model() const { return m_model; }
    TimeScale &time() { return m_time; }
    const TimeScale &time() const { return m_time; }
    const std::vector<ChartPane> &panes() const { return m_panes; }
    const ChartPane &mainPane() const { return m_panes.front(); }
    PriceScale &scale(std::size_t pane) { return m_panes[pane].scale; }
    const QRectF &timeAxis() const { return m_timeAxis; }
    /// Right of that pane.
    QRectF priceAxis(std::size_t pane) const;
    /// All panes together.
    QRectF plot() const;
    /// The pane at this height; -1: none.
    int paneAt(double y) const;

    void setStyle(ChartStyle style);
    ChartStyle style() const { return m_style; }
    void setTheme(const Theme &theme) { m_theme = theme; }
    const Theme &theme() const { return m_theme; }
    void setFont(const QFont &font) { m_font = font; }
    const QFont &font() const { return m_font; }
    void setDevicePixelRatio(qreal ratio) { m_grid = DeviceGrid(ratio); }
    const DeviceGrid &grid() const { return m_grid; }
    QSizeF size() const { return m_size; }

    /// An overlay joins the bars, anything else gets a pane of its own, at the bottom.
    void addStudy(const StudyType &type, const ParameterValues &values);
    struct StudyPlace
    {
        std::size_t pane, study;
    };
    /// Nothing when it has been removed.
    std::optional<StudyPlace> placeOf(int id) const;
    /// The same study with other parameters, in its place.
    void setParameters(const StudyPlace &place, const ParameterValues &values);
    void removeStudy(const StudyPlace &place);
    /// Moves a pane up or down by one; the bars stay at the top.
    void movePane(std::size_t pane, int by);

    /// Of the height, beside a share of 1 for the bars.
    void setPaneShare(std::size_t pane, double share);
    /// Drags the upper edge of a pane to this height; the pane above it gets or gives the room.
    void movePaneEdge(std::size_t pane, double y);

    void layout(const QSizeF &size);
    /// Bars of the model from this index on are new or different.
    void update(int from);
    /// Scales that follow what is on screen do so.
    void fit();
    /// Whether the last bar lies within all scales that follow it.
    bool fitsLastBar() const;

    /// The bars as they are drawn.
    const BarSeries &shown() const { return m_style == ChartStyle::HeikinAshi ? m_averaged : m_model.series(); }
    /// The first bar on screen; changes in percent are measured from its close.
    double percentBase() const;
    /// As the main axis shows it.
    QString priceText(double value) const;

private:
    std::vector<double> paneHeights(double whole) const;
    int freeColour() const;
    void fitMain(int first, int last);
    static ValueRange rangeOf(const Study &study, int first, int last);

    const ChartModel &m_model;
    TimeScale m_time;
    std::vector<ChartPane> m_panes;
    BarSeries m_averaged; // Heikin-Ashi; only kept up to date while it is shown
    int m_lastId = 0;     // of a study
    ChartStyle m_style = ChartStyle::Candles;
    Theme m_theme = Theme::dark();
    QFont m_font;
    DeviceGrid m_grid;
    QSizeF m_size;
    QRectF m_timeAxis;
};

} // namespace tickstock
