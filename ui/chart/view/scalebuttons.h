// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/pricescale.h"

#include <QObject>

class QRectF;
class QToolButton;
class QWidget;

namespace tickstock {

/// Three small buttons in the corner where a chart's axes meet, for how its prices are scaled. GUI thread.
class ScaleButtons final : public QObject
{
    Q_OBJECT

public:
    /// @param over the widget that the buttons lie on; it owns them
    explicit ScaleButtons(QWidget *over);

    void place(const QRectF &corner);
    void show(const PriceScale &scale);

Q_SIGNALS:
    void automaticChosen(bool isAutomatic);
    void modeChosen(tickstock::PriceScale::Mode mode);

private:
    QToolButton *m_automatic, *m_logarithmic, *m_percent;
};

} // namespace tickstock
