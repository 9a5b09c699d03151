// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/firstrunpanel.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickstock {

FirstRunPanel::FirstRunPanel(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("firstRun"));
    auto *outer = new QVBoxLayout(this);
    auto *box = new QWidget(this);
    box->setFixedWidth(fontMetrics().averageCharWidth() * 68); // wrapped labels need a width to know their height
    auto *layout = new QVBoxLayout(box);
    layout->setSpacing(12);
    auto *title = new QLabel(tr("Welcome to TickStock Desktop"), box);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    layout->addWidget(title);
    auto *text = new QLabel(tr("There is no Massive API key yet, so no feed is open. How do you want to begin?"), box);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    layout->addWidget(text);

    const auto addChoice = [&](const QString &label, const QString &hint, const char *name) {
        auto *button = new QPushButton(label, box);
        button->setObjectName(QString::fromLatin1(name));
        button->setMinimumHeight(40);
        layout->addWidget(button);
        auto *explanation = new QLabel(hint, box);
        explanation->setWordWrap(true);
        explanation->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(explanation);
        return button;
    };
    auto *key = addChoice(tr("Add a Massive &key"), tr("Kept in the system's keychain, never in a file."), "addKey");
    auto *simulator = addChoice(tr("Try the &simulator"), tr("The whole program on invented prices, marked SIMULATED."),
                                "trySimulator");
    auto *recording =
        addChoice(tr("Open a &recording"), tr("Trades or minute bars from a CSV file, played as if they came live."),
                  "openRecording");
    connect(key, &QPushButton::clicked, this, &FirstRunPanel::askForKey);
    connect(simulator, &QPushButton::clicked, this, &FirstRunPanel::simulatorChosen);
    connect(recording, &QPushButton::clicked, this, &FirstRunPanel::askForRecording);
    outer->addStretch();
    outer->addWidget(box, 0, Qt::AlignHCenter);
    outer->addStretch();
}

void FirstRunPanel::askForKey()
{
    auto *input = new QInputDialog(this);
    input->setObjectName(QStringLiteral("firstRunKey"));
    input->setAttribute(Qt::WA_DeleteOnClose);
    input->setWindowTitle(tr("Massive API key"));
    input->setLabelText(tr("Key:"));
    input->setTextEchoMode(QLineEdit::Password);
    connect(input, &QInputDialog::textValueSelected, this, [this](const QString &key) {
        if (!key.trimmed().isEmpty())
            Q_EMIT keyEntered(key.trimmed());
    });
    input->open();
}

void FirstRunPanel::askForRecording()
{
    auto *files = new QFileDialog(this, tr("Open a recording"), {}, tr("Recordings (*.csv *.csv.gz);;All files (*)"));
    files->setObjectName(QStringLiteral("firstRunRecording"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFile);
    connect(files, &QFileDialog::fileSelected, this, &FirstRunPanel::recordingChosen);
    files->open();
}

} // namespace tickstock
