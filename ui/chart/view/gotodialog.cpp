// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/view/gotodialog.h"

#include "core/market/newyork.h"
#include "core/types/utc.h"

#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>

namespace tickstock {

namespace {

/// What New York's clocks show, without a zone, as the field edits it.
QDateTime wallTime(Timestamp t)
{
    const QDateTime local = newyork::wallClock(t);
    return QDateTime(local.date(), local.time(), Utc);
}

} // namespace

GoToDialog::GoToDialog(Timestamp first, Timestamp last, bool isDaily, QWidget *parent)
    : QDialog(parent)
    , m_time(new QDateTimeEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("goToDialog"));
    setWindowTitle(tr("Go to date"));
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    m_time->setTimeZone(Utc);
#else
    m_time->setTimeSpec(Utc);
#endif
    m_time->setDisplayFormat(isDaily ? QStringLiteral("ddd yyyy-MM-dd") : QStringLiteral("ddd yyyy-MM-dd HH:mm"));
    m_time->setCalendarPopup(true);
    m_time->setDateTimeRange(wallTime(first), wallTime(last));
    m_time->setDateTime(wallTime(last));
    auto *form = new QFormLayout(this);
    form->addRow(isDaily ? tr("&Day") : tr("&Time in New York"), m_time);
    form->addRow(new QLabel(tr("This chart begins on %1.").arg(wallTime(first).date().toString(Qt::ISODate)), this));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(newyork::toUtc(m_time->date(), m_time->time())); });
    form->addRow(buttons);
    m_time->setFocus();
}

} // namespace tickstock
