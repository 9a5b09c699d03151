// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/studies/study.h"

#include <QDialog>

namespace tickstock {

/// The parameters of one study, shown on the chart as they are changed; Cancel brings the old ones back. GUI thread.
class StudyDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param study need not outlive the dialog
    explicit StudyDialog(const Study &study, QWidget *parent = nullptr);

Q_SIGNALS:
    void valuesChanged(const tickstock::ParameterValues &values);

private:
    const ParameterValues m_before;
    ParameterValues m_values;
};

} // namespace tickstock
