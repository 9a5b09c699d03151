// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/scalebuttons.h"

#include <QRectF>
#include <QToolButton>

namespace tickstock {

namespace {

QToolButton *scaleButton(const char *name, const QString &text, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setStyleSheet(QStringLiteral("QToolButton { padding: 0; }"));
    return button;
}

} // namespace

ScaleButtons::ScaleButtons(QWidget *over)
    : QObject(over)
    , m_automatic(scaleButton("scaleAutomatic", tr("A", "automatic price scale"),
                              tr("Price scale follows what is on screen"), over))
    , m_logarithmic(
          scaleButton("scaleLogarithmic", tr("L", "logarithmic price scale"), tr("Logarithmic price scale"), over))
    , m_percent(scaleButton("scalePercent", tr("%", "price scale in percent"),
                            tr("Changes in percent since the first bar on screen"), over))
{
    using Mode = PriceScale::Mode;
    connect(m_automatic, &QToolButton::clicked, this, &ScaleButtons::automaticChosen);
    connect(m_logarithmic, &QToolButton::clicked, this,
            [this](bool checked) { Q_EMIT modeChosen(checked ? Mode::Logarithmic : Mode::Linear); });
    connect(m_percent, &QToolButton::clicked, this,
            [this](bool checked) { Q_EMIT modeChosen(checked ? Mode::Percent : Mode::Linear); });
}

void ScaleButtons::place(const QRectF &corner)
{
    const double width = corner.width() / 3;
    int i = 0;
    for (QToolButton *button : {m_automatic, m_logarithmic, m_percent})
        button->setGeometry(
            QRectF(corner.left() + width * i++, corner.top() + 2, width - 1, corner.height() - 3).toRect());
}

void ScaleButtons::show(const PriceScale &scale)
{
    m_automatic->setChecked(scale.isAutomatic());
    m_logarithmic->setChecked(scale.mode() == PriceScale::Mode::Logarithmic);
    m_percent->setChecked(scale.mode() == PriceScale::Mode::Percent);
}

} // namespace tickstock
