// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartsaver.h"

#include "ui/chart/view/chartexport.h"
#include "ui/chart/workspace/chartpanel.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QStandardPaths>

namespace tickstock {

ChartSaver::ChartSaver(ChartPanel &panel)
    : QObject(&panel)
    , m_panel(panel)
{
}

void ChartSaver::copyPicture()
{
    if (m_panel.model().isEmpty())
        return;
    QGuiApplication::clipboard()->setImage(pictureOf(m_panel.view()));
    Q_EMIT answered(tr("The picture is in the clipboard."));
}

/// The picture is that of now, although its name is chosen later.
void ChartSaver::saveAs()
{
    if (m_panel.model().isEmpty())
        return;
    const QImage picture = pictureOf(m_panel.view());
    auto *dialog = new QFileDialog(&m_panel, tr("Save chart"));
    dialog->setObjectName(QStringLiteral("saveChart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Scalable picture (*.svg)"), tr("Bars and indicators (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->selectFile(suggestedFileName(m_panel.view()));
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.mid(filter.lastIndexOf(u'.') + 1, 3)); });
    connect(dialog, &QFileDialog::fileSelected, this, [this, picture](const QString &file) { save(file, picture); });
    dialog->open();
}

void ChartSaver::save(const QString &file, const QImage &picture)
{
    const auto format = chartFormatOf(file);
    if (!format)
        Q_EMIT answered(tr("%1 is not saved: its name must end in .png, .svg or .csv.").arg(file));
    else if (*format == ChartFormat::Png)
        Q_EMIT fileWanted(file, pngOf(picture));
    else if (!m_panel.model().isEmpty())
        Q_EMIT fileWanted(file, exported(m_panel.view(), *format));
}

} // namespace tickstock
