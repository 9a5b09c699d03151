// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

#include <optional>

namespace tickstock {

class ChartView;

/// What a chart can be saved as.
enum class ChartFormat {
    Png, ///< the picture on the screen, as sharp as there
    Svg, ///< the same picture, as sharp as one likes
    Csv  ///< the bars on the screen with their indicators; time in New York
};

/// The chart as it is on the screen, without crosshair and the sign of the keyboard's focus.
QImage pictureOf(const ChartView &view);
QByteArray pngOf(const QImage &picture);
QByteArray exported(const ChartView &view, ChartFormat format);
/// By the suffix of a file's name.
std::optional<ChartFormat> chartFormatOf(const QString &file);
/// "AAPL 1m 2025-03-10", with what kind of data it is when it is not the market's. Without a suffix.
QString suggestedFileName(const ChartView &view);

} // namespace tickstock
