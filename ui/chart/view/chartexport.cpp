// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/chartexport.h"

#include "core/market/newyork.h"
#include "ui/chart/drawings/drawingpainter.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/view/chartview.h"
#include "ui/common/format.h"

#include <QBuffer>
#include <QDateTime>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QTimeZone>

#include <cmath>

namespace tickstock {

namespace {

void paintChart(QPainter &painter, const ChartView &view)
{
    const ChartScene &scene = view.scene();
    ChartOverlay overlay = view.overlay();
    overlay.hasFocus = false;
    overlay.cursor.reset();
    overlay.focused.reset();
    HistoryPainter history;
    history.paintHistory(painter, scene, view.watermark());
    history.paintLastBar(painter, scene);
    paintDrawings(painter, scene, view.drawings());
    OverlayPainter().paint(painter, scene, overlay);
}

QByteArray svgOf(const ChartView &view)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(view.scene().size().toSize());
    generator.setViewBox(QRectF(QPointF(), view.scene().size()));
    generator.setTitle(suggestedFileName(view));
    QPainter painter(&generator);
    paintChart(painter, view);
    painter.end();
    return buffer.data();
}

QByteArray number(double value)
{
    return std::isfinite(value) ? QByteArray::number(value, 'g', QLocale::FloatingPointShortest) : QByteArray();
}

/// New York's clock with its distance from UTC.
QByteArray isoTime(Timestamp t)
{
    const auto offset = static_cast<int>(newyork::offset(t).count() / 1'000);
    return QDateTime::fromMSecsSinceEpoch(t.ms, QTimeZone(offset)).toString(Qt::ISODate).toUtf8();
}

/// Nothing in it needs quotes.
QByteArray csvOf(const ChartView &view)
{
    const ChartScene &scene = view.scene();
    QByteArray csv = "time,open,high,low,close,volume,vwap,trades";
    std::vector<const ValueSeries *> lines;
    for (const ChartPane &pane : scene.panes()) {
        for (const ShownStudy &shown : pane.studies) {
            for (std::size_t i = 0; i < shown.study->type().lines.size(); ++i) {
                if (shown.study->type().lines[i].kind == StudyLineStyle::Kind::Volume)
                    continue; // is there already
                const QString name = studyTitle(*shown.study) + u' ' + lineName(shown.study->type().lines[i]);
                csv += ',' + name.trimmed().toUtf8();
                lines.push_back(&shown.study->line(i));
            }
        }
    }
    csv += '\n';
    const auto [first, last] = scene.time().visible();
    for (int i = first; i < last; ++i) {
        const Bar &bar = scene.model().series()[i];
        csv += isoTime(bar.start);
        for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap})
            csv += ',' + number(value);
        csv += ',' + (bar.tradeCount >= 0 ? QByteArray::number(bar.tradeCount) : QByteArray());
        for (const ValueSeries *line : lines)
            csv += ',' + number((*line)[i]);
        csv += '\n';
    }
    return csv;
}

} // namespace

QImage pictureOf(const ChartView &view)
{
    const qreal ratio = view.devicePixelRatioF();
    QImage image(view.size() * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(view.scene().theme().window);
    if (view.scene().model().isEmpty())
        return image;
    QPainter painter(&image);
    paintChart(painter, view);
    return image;
}

QByteArray exported(const ChartView &view, ChartFormat format)
{
    if (format == ChartFormat::Csv)
        return csvOf(view);
    if (format == ChartFormat::Svg)
        return svgOf(view);
    return pngOf(pictureOf(view));
}

QByteArray pngOf(const QImage &picture)
{
    QBuffer buffer;
    picture.save(&buffer, "PNG");
    return buffer.data();
}

std::optional<ChartFormat> chartFormatOf(const QString &file)
{
    for (const auto &[suffix, format] : {std::pair{".png", ChartFormat::Png}, std::pair{".svg", ChartFormat::Svg},
                                         std::pair{".csv", ChartFormat::Csv}}) {
        if (file.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return format;
    }
    return std::nullopt;
}

QString suggestedFileName(const ChartView &view)
{
    const ChartModel &model = view.scene().model();
    const QString date = newyork::date(model.bars().back().start).toString(Qt::ISODate);
    QString name = QStringLiteral("%1 %2 %3 %4")
                       .arg(model.symbol(), format::timeframe(model.timeframe()), date, view.watermark())
                       .trimmed();
    static const QRegularExpression special(QStringLiteral("[^\\w -]")); // a path's, or the beginning of a suffix
    return name.replace(special, QStringLiteral("-"));
}

} // namespace tickstock
