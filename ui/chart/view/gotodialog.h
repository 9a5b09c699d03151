// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QDialog>

class QDateTimeEdit;

namespace tickstock {

/// Asks for a place on the time axis, in New York time. GUI thread.
class GoToDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Between the chart's first and last bar. @p isDaily: no time of day.
    GoToDialog(Timestamp first, Timestamp last, bool isDaily, QWidget *parent);

Q_SIGNALS:
    void chosen(tickstock::Timestamp time);

private:
    QDateTimeEdit *m_time;
};

} // namespace tickstock
