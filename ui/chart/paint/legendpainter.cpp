// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/legendpainter.h"

#include "core/market/sessionchange.h"
#include "ui/chart/paint/historypainter.h"
#include "ui/chart/studies/studytext.h"
#include "ui/common/format.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double LegendLeft = 10, LegendTop = 6, LegendGap = 8;

/// Words in a row, measured once.
class Words
{
public:
    enum class Kind {
        Value,
        Name, ///< of the value after it, without which it means nothing
        Title ///< bold
    };

    explicit Words(const QFont &font)
        : m_font(font)
        , m_bold(font)
        , m_metrics(font)
    {
        m_bold.setBold(true);
    }
    void add(const QString &text, const QColor &colour, Kind kind = Kind::Value)
    {
        const double advance =
            kind == Kind::Title ? QFontMetricsF(m_bold).horizontalAdvance(text) : m_metrics.horizontalAdvance(text);
        m_words.push_back({text, colour, kind, advance + LegendGap});
        m_width += advance + LegendGap;
    }
    void add(const Words &words)
    {
        m_words.insert(m_words.end(), words.m_words.begin(), words.m_words.end());
        m_width += words.m_width;
    }
    void clear()
    {
        m_words.clear();
        m_width = 0;
    }
    bool isEmpty() const { return m_words.empty(); }
    double width() const { return m_width; }
    /// What does not fit into @p width is left out.
    void paint(QPainter &painter, QPointF at, double width) const
    {
        const double right = at.x() + width + LegendGap;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            const Word &word = m_words[i];
            const bool hasValue = word.kind == Kind::Name && i + 1 < m_words.size();
            if (at.x() + word.width + (hasValue ? m_words[i + 1].width : 0) > right)
                break;
            painter.setFont(word.kind == Kind::Title ? m_bold : m_font);
            painter.setPen(word.colour);
            painter.drawText(at + QPointF(0, m_metrics.ascent()), word.text);
            at.rx() += word.width;
        }
    }

private:
    struct Word
    {
        QString text;
        QColor colour;
        Kind kind;
        double width; // with the gap after it
    };

    const QFont &m_font;
    QFont m_bold;
    QFontMetricsF m_metrics;
    std::vector<Word> m_words;
    double m_width = 0;
};

using Kind = Words::Kind;

/// A study's name and its values at a bar.
Words wordsOf(const ChartScene &scene, std::size_t pane, const ShownStudy &shown, int index)
{
    const Theme &theme = scene.theme();
    Words words(scene.font());
    words.add(studyTitle(*shown.study), theme.dimText);
    for (std::size_t i = 0; i < shown.study->type().lines.size(); ++i) {
        const StudyLineStyle &style = shown.study->type().lines[i];
        if (const QString name = lineName(style); !name.isEmpty())
            words.add(name, theme.dimText, Kind::Name);
        const bool isVolume = style.kind == StudyLineStyle::Kind::Volume;
        const double value = shown.study->line(i)[index];
        words.add(pane == 0 ? format::price(value) : paneText(scene, pane, value),
                  isVolume ? theme.text : StudyPainter::colourOf(scene, shown, i));
    }
    return words;
}

QString patternsOn(const ChartModel &model, const Bar &bar)
{
    QStringList patterns;
    const auto &markers = model.markers();
    auto marker = std::lower_bound(markers.begin(), markers.end(), bar.start,
                                   [](const PatternEvent &event, Timestamp t) { return event.barStart < t; });
    for (; marker != markers.end() && marker->barStart == bar.start; ++marker)
        patterns.append(marker->pattern);
    return patterns.join(QStringLiteral(", "));
}

} // namespace

void LegendPainter::paint(QPainter &painter, const ChartScene &scene, std::optional<int> read,
                          const QString &sourceName) const
{
    const int index = read.value_or(scene.model().count() - 1);
    paintBar(painter, scene, index, sourceName);
    paintStudies(painter, scene, index, read.has_value());
}

/// What a bar says; where there is little room, its open, high and low go first.
void LegendPainter::paintBar(QPainter &painter, const ChartScene &scene, int index, const QString &sourceName) const
{
    const ChartModel &model = scene.model();
    const Theme &theme = scene.theme();
    const Bar &bar = model.series()[index];
    const QColor direction = bar.close >= bar.open ? theme.up : theme.down;
    Words line(scene.font()), opened(scene.font()), closed(scene.font());
    line.add(model.symbol(), theme.text, Kind::Title);
    line.add(format::timeframe(model.timeframe()), theme.dimText);
    const std::pair<QString, double> prices[] = {
        {tr("O", "open price"), bar.open}, {tr("H", "high price"), bar.high}, {tr("L", "low price"), bar.low}};
    for (const auto &[name, price] : prices) {
        opened.add(name, theme.dimText, Kind::Name);
        opened.add(format::price(price), direction);
    }
    closed.add(tr("C", "close price"), theme.dimText, Kind::Name);
    closed.add(format::price(bar.close), direction);
    const double change = sessionChange(bar.close, model.referenceClose(bar)).fraction;
    const int sign = format::signOf(change);
    if (std::isfinite(change))
        closed.add(format::percent(change), sign > 0 ? theme.up : sign < 0 ? theme.down : theme.text);
    closed.add(tr("V", "volume"), theme.dimText, Kind::Name);
    closed.add(format::volume(bar.volume), theme.text);
    if (!sourceName.isEmpty())
        closed.add(tr("via %1").arg(sourceName), theme.dimText);
    const double width = scene.mainPane().plot.width() - LegendLeft;
    if (line.width() + opened.width() + closed.width() <= width)
        line.add(opened);
    line.add(closed);
    line.paint(painter, {LegendLeft, LegendTop}, width);
}

/// Overlays under the bar's line, in as many lines as they need, then the patterns of the bar that is read; every other
/// study in its pane.
void LegendPainter::paintStudies(QPainter &painter, const ChartScene &scene, int index, bool isRead) const
{
    const double height = QFontMetricsF(scene.font()).height(), width = scene.mainPane().plot.width() - LegendLeft;
    for (std::size_t i = 0; i < scene.panes().size(); ++i) {
        const ChartPane &pane = scene.panes()[i];
        QPointF at(LegendLeft, pane.plot.top() + (i == 0 ? LegendTop + height : 2));
        Words line(scene.font());
        const auto endLine = [&] {
            line.paint(painter, at, width);
            at.ry() += line.isEmpty() ? 0 : height;
            line.clear();
        };
        for (const ShownStudy &shown : pane.studies) {
            const Words words = wordsOf(scene, i, shown, index);
            if (line.width() + words.width() > width)
                endLine();
            line.add(words);
        }
        endLine();
        if (i == 0 && isRead) {
            line.add(patternsOn(scene.model(), scene.model().series()[index]), scene.theme().warn);
            endLine();
        }
    }
    painter.setFont(scene.font());
}

} // namespace tickstock
