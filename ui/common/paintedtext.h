// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;
class QWidget;

namespace tickstock {

/// A text as a widget paints it: cut with an ellipsis where it is cut.
struct PaintedText
{
    QString text;
    QRectF place; ///< logical pixels of the widget that was asked
};

/// All texts that @p widget and its children would paint now, in that order, without those that lie outside of what is
/// visible of their widget. GUI thread.
std::vector<PaintedText> paintedTexts(QWidget &widget);
/// Those that @p paint writes on a sheet of the size and resolution of @p like.
std::vector<PaintedText> paintedTexts(const QWidget &like, const std::function<void(QPainter &painter)> &paint);

} // namespace tickstock
