// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/boxdelegate.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace tickstock {

void BoxDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    cell.features &= ~QStyleOptionViewItem::HasCheckIndicator;
    const QWidget *widget = option.widget;
    QStyle *style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, widget);
    const QVariant state = index.data(Qt::CheckStateRole);
    if (!state.isValid())
        return;
    const bool isSelected = option.state & QStyle::State_Selected;
    const QColor ink = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    QColor frame = ink;
    const bool isCurrent = option.state & QStyle::State_HasFocus;
    frame.setAlphaF(isCurrent ? 1 : 0.45);
    const double side = option.fontMetrics.height() * 0.75;
    const QRectF box(QRectF(option.rect).center() - QPointF(side / 2, side / 2), QSizeF(side, side));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(frame, isCurrent ? 2 : 1));
    painter->drawRoundedRect(box, 2, 2);
    if (state.toInt() == Qt::Checked) {
        painter->setPen(QPen(ink, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(QPolygonF{{box.left() + side * 0.22, box.top() + side * 0.52},
                                        {box.left() + side * 0.43, box.top() + side * 0.74},
                                        {box.left() + side * 0.8, box.top() + side * 0.27}});
    }
    painter->restore();
}

bool BoxDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &,
                              const QModelIndex &index)
{
    const bool isBox = index.flags() & Qt::ItemIsUserCheckable;
    bool switches = false;
    if (event->type() == QEvent::MouseButtonRelease)
        switches = static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton;
    else if (event->type() == QEvent::KeyPress)
        switches = static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
    if (!isBox || !switches)
        return false;
    const bool isOn = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, isOn ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace tickstock
