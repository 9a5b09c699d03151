// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/studies/studydialog.h"

#include "ui/chart/studies/studytext.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>

namespace tickstock {

StudyDialog::StudyDialog(const Study &study, QWidget *parent)
    : QDialog(parent)
    , m_before(study.parameters())
    , m_values(m_before)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(studyName(study.type()));
    auto *form = new QFormLayout(this);
    for (const Parameter &parameter : study.type().parameters) {
        const bool isWhole = parameter.unit == "bars" || parameter.unit == "minutes";
        auto *box = new QDoubleSpinBox(this);
        box->setDecimals(isWhole ? 0 : 1);
        box->setSingleStep(isWhole ? 1 : 0.1);
        box->setRange(parameter.least, parameter.most);
        box->setValue(m_values[parameter.name]);
        box->setSuffix(u' ' + parameterUnit(parameter));
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, name = parameter.name](double value) {
            if (m_values.set(name, value))
                Q_EMIT valuesChanged(m_values);
        });
        form->addRow(parameterName(parameter), box);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::rejected, this, [this] { Q_EMIT valuesChanged(m_before); });
    form->addRow(buttons);
}

} // namespace tickstock
