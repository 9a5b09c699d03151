// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"
#include "ui/chart/series/chartmodel.h"
#include "ui/chart/series/rangepyramid.h"

#include <QString>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace tickstock {

class Study;

/// How one line of a study is drawn. A value.
struct StudyLineStyle
{
    enum class Kind {
        Line,
        Steps,     ///< a level: horizontal, without a slope between two values
        Histogram, ///< from zero, coloured by sign
        Volume     ///< the bars' own volume, coloured by their direction
    };

    std::string_view name; ///< in the legend; empty: the study's title is enough
    Kind kind = Kind::Line;
    int colour = 0; ///< which of the theme's study colours, counted from the study's own
    bool isFaint = false;
};

/// A kind of indicator that a chart can show. A value.
struct StudyType
{
    std::string_view name;  ///< "EMA": in settings and in the legend
    bool isOverlay = false; ///< lies over the prices; else in a pane of its own
    std::span<const Parameter> parameters;
    std::span<const StudyLineStyle> lines;
    std::unique_ptr<Study> (*make)(const StudyType &type, const ParameterValues &values);
    std::span<const double> levels{}; ///< drawn across its pane: overbought, oversold, zero
    double least = NoValue;           ///< its pane's scale, when it does not depend on the values
    double most = NoValue;
};

/// All that a chart can show: overlays first.
std::span<const StudyType> studyTypes();
/// Null when there is none of this name.
const StudyType *studyType(std::string_view name);

/// Least and highest value of a run.
struct ValueRange
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;

    bool isEmpty() const { return high < low; }
    void merge(const ValueRange &later)
    {
        low = std::min(low, later.low);
        high = std::max(high, later.high);
    }
    static ValueRange of(double value) { return std::isnan(value) ? ValueRange() : ValueRange{value, value}; }
};

/// One value a bar; NoValue where there is none.
class ValueSeries
{
public:
    std::size_t size() const { return m_values.size(); }
    double operator[](int index) const { return m_values[static_cast<std::size_t>(index)]; }
    ValueRange range(int first, int last) const
    {
        return m_pyramid.range(static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last)),
                               [this](std::size_t i) { return ValueRange::of(m_values[i]); });
    }
    std::vector<double> &editable() { return m_values; }
    /// Values from this index on are new or different.
    void changed(std::size_t from)
    {
        m_pyramid.update(m_values.size(), from, [this](std::size_t i) { return ValueRange::of(m_values[i]); });
    }

private:
    std::vector<double> m_values;
    RangePyramid<ValueRange> m_pyramid;
};

/// What a study computes from: one bar and its place among the others. A value.
struct StudyBar
{
    const Bar &bar;
    bool beginsSession = false;     ///< the first of its day's regular session
    bool isRegular = true;          ///< of a regular session; daily bars are
    int minute = 0;                 ///< its start, since the regular open
    int knownFrom = 0;              ///< start of the first minute known of it, likewise; where it begins a session
    const Bar *dayBefore = nullptr; ///< the last full day before the bar's own; null: not known
};

/// One indicator on one chart. Its values follow the chart's bars, those of the running bar included. GUI thread.
class Study
{
public:
    Study(const StudyType &type, ParameterValues values)
        : m_type(&type)
        , m_parameters(std::move(values))
        , m_lines(type.lines.size())
    {
    }
    virtual ~Study() = default;
    Q_DISABLE_COPY_MOVE(Study)

    const StudyType &type() const { return *m_type; }
    const ParameterValues &parameters() const { return m_parameters; }
    /// By the type's lines.
    const ValueSeries &line(std::size_t index) const { return m_lines[index]; }
    /// Bars of the model from this index on are new or different.
    virtual void update(const ChartModel &model, std::size_t from) = 0;

protected:
    std::vector<ValueSeries> &lines() { return m_lines; }

private:
    const StudyType *m_type;
    const ParameterValues m_parameters;
    std::vector<ValueSeries> m_lines;
};

/// Walks over a chart's bars and gives each to a study. GUI thread.
class StudyWalk
{
public:
    StudyWalk(const ChartModel &model, std::size_t from);
    std::size_t index() const { return m_index; }
    bool isAtEnd() const { return m_index >= m_model.bars().size(); }
    StudyBar next();

private:
    const ChartModel &m_model;
    std::size_t m_index;
    std::size_t m_day = 0; // among the model's sessions
};

/// A study made of a rule that takes in one bar after another: Rule(const ParameterValues &), and
/// std::array<double, N> next(const StudyBar &). Rules are values: the running bar is judged by a copy, and other
/// copies are kept along the way, so that a change in the past costs from the last one before it on.
template<class Rule>
class RuleStudy final : public Study
{
public:
    RuleStudy(const StudyType &type, const ParameterValues &values)
        : Study(type, values)
        , m_closed(parameters())
        , m_running(m_closed)
    {
    }

    void update(const ChartModel &model, std::size_t from) override
    {
        const std::size_t count = model.bars().size();
        goBackTo(std::min(from, count));
        const std::size_t changedFrom = m_done;
        for (ValueSeries &line : lines())
            line.editable().resize(count);
        StudyWalk walk(model, m_done);
        while (!walk.isAtEnd()) {
            const bool isLast = walk.index() + 1 == count;
            const std::size_t index = walk.index();
            if (isLast)
                m_running = m_closed; // keeps its memory
            const auto values = (isLast ? m_running : m_closed).next(walk.next());
            for (std::size_t i = 0; i < values.size(); ++i)
                lines()[i].editable()[index] = values[i];
            if (!isLast && ++m_done % m_spacing == 0)
                keepCopy();
        }
        for (ValueSeries &line : lines())
            line.changed(changedFrom);
    }

private:
    static constexpr std::size_t LeastSpacing = 512; // bars
    static constexpr std::size_t MostCopies = 64;    // of up to 4 kB each: an average's window

    /// To a state that has taken in no bar from @p index on.
    void goBackTo(std::size_t index)
    {
        if (m_done <= index)
            return;
        const std::size_t left = index / m_spacing;
        m_copies.erase(m_copies.begin() + static_cast<std::ptrdiff_t>(left), m_copies.end());
        m_closed = left > 0 ? m_copies.back() : Rule(parameters());
        m_done = left * m_spacing;
        if (left == 0)
            m_spacing = LeastSpacing;
    }

    /// Every other one makes room for those of more bars.
    void keepCopy()
    {
        if (m_copies.size() == MostCopies) {
            for (std::size_t i = 0; i < MostCopies / 2; ++i)
                m_copies[i] = std::move(m_copies[2 * i + 1]);
            m_copies.erase(m_copies.begin() + MostCopies / 2, m_copies.end());
            m_spacing *= 2;
        }
        if (m_done % m_spacing == 0)
            m_copies.push_back(m_closed);
    }

    Rule m_closed;  // all bars but the last
    Rule m_running; // with the last
    std::size_t m_done = 0;
    std::vector<Rule> m_copies; // of m_closed after each m_spacing bars
    std::size_t m_spacing = LeastSpacing;
};

template<class Rule>
std::unique_ptr<Study> makeStudy(const StudyType &type, const ParameterValues &values)
{
    return std::make_unique<RuleStudy<Rule>>(type, values);
}

} // namespace tickstock
